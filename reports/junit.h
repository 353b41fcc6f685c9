#ifndef JUNIT_H
#define JUNIT_H
/*
 * JUnit XML, as Jenkins' junit-10.xsd accepts it (our own schema: schema/junit.xsd). One
 * <testsuite> for each target and mode, one <testcase> for each cell. Verdicts become:
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
#endif
