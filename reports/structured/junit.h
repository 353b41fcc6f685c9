#ifndef JUNIT_H
#define JUNIT_H
/*
 * JUnit XML in two profiles. Extended: with the file and line of the scenario and properties of
 * each cell, which GitLab, Jenkins and the GitHub actions read (schema/junit.xsd). Strict: only
 * what Jenkins' junit-10.xsd of the xUnit plugin knows (our own equivalent:
 * schema/junit-strict.xsd). One <testsuite> for each target and mode, one <testcase> for each cell.
 * Verdicts become:
 *   fail     <failure type="fail">    misbehaved
 *   xpass    <failure type="xpass">   declared to misbehave, did not: the declaration is stale
 *   error    <error type="error">     nothing can be said of the target
 *   skip     <skipped type="skip">
 *   xfail    <skipped type="xfail">   misbehaved as declared
 *   not-run  <skipped type="not-run">
 */
struct buf;
struct run_result;

void junit_write(struct buf *out, const struct run_result *run);
void junit_write_strict(struct buf *out, const struct run_result *run);
#endif
