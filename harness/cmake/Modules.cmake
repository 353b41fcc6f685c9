# mtlspec_module(NAME name SOURCES ... LINK ... PRIVATE ...)
#   One static library with its own include directory. LINK names the mtlspec modules that this
#   module's headers and sources may include (their headers come along); a header of any other
#   module is not found, so a wrong #include does not compile. PRIVATE names outside packages.
function(mtlspec_module)
	cmake_parse_arguments(M "" "NAME" "SOURCES;LINK;PRIVATE" ${ARGN})
	add_library(${M_NAME} STATIC ${M_SOURCES})
	target_include_directories(${M_NAME} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
	target_link_libraries(${M_NAME} PUBLIC ${M_LINK} PRIVATE ${M_PRIVATE})
endfunction()

# mtlspec_tests(): what stands in the module's folder `tests`, unless tests are not wanted.
function(mtlspec_tests)
	if(MTLSPEC_TESTS)
		add_subdirectory(tests)
	endif()
endfunction()

# mtlspec_unit_test(NAME name SOURCES ... LINK ... CASES ...)
#   One Check binary per module, one ctest entry per Check test case, so that each is counted, named
#   and run by itself. CASES must name all cases of the binary's table: unit.h compares.
function(mtlspec_unit_test)
	cmake_parse_arguments(T "" "NAME" "SOURCES;LINK;CASES" ${ARGN})
	add_executable(${T_NAME} ${T_SOURCES})
	target_include_directories(${T_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/harness/tests)
	target_link_libraries(${T_NAME} PRIVATE ${T_LINK} PkgConfig::CHECK)
	string(JOIN " " words ${T_CASES})
	target_compile_definitions(${T_NAME} PRIVATE TEST_CASES=" ${words} "
		TEST_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TEST_DATA_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
	foreach(case IN LISTS T_CASES)
		add_test(NAME ${T_NAME}/${case} COMMAND ${T_NAME})
		set_tests_properties(${T_NAME}/${case} PROPERTIES
			ENVIRONMENT "CK_RUN_CASE=${case};CK_FORK=no" TIMEOUT 900 LABELS unit
			FAIL_REGULAR_EXPRESSION "Checks: 0,")
	endforeach()
endfunction()

# mtlspec_fuzzer(NAME name SOURCES ... LINK ... CORPUS dir)
#   A libFuzzer target over a seed corpus. With MTLSPEC_FUZZ it runs MTLSPEC_FUZZ_SECONDS in ctest;
#   without, the same entry point is fed every seed once, so that a seed can't rot.
set(MTLSPEC_FUZZ_SECONDS 30 CACHE STRING "how long ctest runs each fuzz target")
add_custom_target(fuzzers COMMENT "all fuzz targets")
function(mtlspec_fuzzer)
	cmake_parse_arguments(F "" "NAME;CORPUS" "SOURCES;LINK" ${ARGN})
	add_executable(${F_NAME} ${F_SOURCES})
	target_link_libraries(${F_NAME} PRIVATE ${F_LINK})
	add_dependencies(fuzzers ${F_NAME})
	set_property(GLOBAL APPEND PROPERTY MTLSPEC_FUZZERS ${F_NAME})
	if(MTLSPEC_FUZZ)
		target_link_options(${F_NAME} PRIVATE -fsanitize=fuzzer)
		math(EXPR limit "${MTLSPEC_FUZZ_SECONDS} + 900")
		set(work ${CMAKE_CURRENT_BINARY_DIR}/${F_NAME}-corpus)
		file(MAKE_DIRECTORY ${work})
		add_test(NAME ${F_NAME} COMMAND ${F_NAME} -max_total_time=${MTLSPEC_FUZZ_SECONDS} -timeout=60
			-rss_limit_mb=2048 -print_final_stats=1 ${work} ${F_CORPUS})
		set_tests_properties(${F_NAME} PROPERTIES TIMEOUT ${limit} LABELS fuzz)
	else()
		target_sources(${F_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/harness/tests/seed_main.c)
		add_test(NAME ${F_NAME}/seeds COMMAND ${F_NAME} ${F_CORPUS})
		set_tests_properties(${F_NAME}/seeds PROPERTIES TIMEOUT 900 LABELS unit)
	endif()
endfunction()
