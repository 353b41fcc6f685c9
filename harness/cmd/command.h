#ifndef COMMAND_H
#define COMMAND_H
/*
 * One file per subcommand; each function takes its own argument vector (argv[0] is the command's
 * name) and returns an exit code (result.h). main.c holds the table. Text for people goes to stderr
 * or a terminal, data to stdout.
 */
int command_run(int argc, char **argv);
int command_list(int argc, char **argv);
int command_check(int argc, char **argv);
int command_pki(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_report(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_baseline(int argc, char **argv);
int command_doctor(int argc, char **argv);

#define PROGRAM_NAME "mtlspec"
#endif
