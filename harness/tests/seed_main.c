/* Feeds every file of a seed corpus to a fuzz entry point once, where libFuzzer is not linked
 * in. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int feed(const char *folder, const char *name)
{
	static uint8_t data[1 << 20];
	char path[4096];
	FILE *file;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "rb");
	if (!file)
		return 0;
	len = fread(data, 1, sizeof(data), file);
	fclose(file);
	LLVMFuzzerTestOneInput(data, len);
	return 1;
}

int main(int argc, char **argv)
{
	int fed = 0;

	for (int i = 1; i < argc; i++) {
		DIR *folder = opendir(argv[i]);
		struct dirent *entry;

		while (folder && (entry = readdir(folder))) {
			if (entry->d_name[0] != '.')
				fed += feed(argv[i], entry->d_name);
		}
		if (folder)
			closedir(folder);
	}
	printf("%d seeds fed\n", fed);
	return fed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
