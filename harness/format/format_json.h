#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H
/*
 * A kind of files as a JSON Schema (draft 07), for editors. It is made from the field tables, and
 * takes whatever the reader takes; what contradicts itself within a file is found by `mtlspec
 * check` alone.
 */
struct buf;
struct file_format;

void format_json(struct buf *out, const struct file_format *format);
#endif
