# mtlspec_add_tests(TARGET target... | CLIENT command...
#     [MODES mode...] [TLS version...] [SCENARIOS id-or-file...] [EXPECTED file] [STRICT] [SHARED_RUN]
#     [GRANULARITY target|scenario|cell] [PREFIX text] [LABELS label...] [OPTIONS option...]
#     [WORKING_DIRECTORY folder])
#
# Registers runs of mtlspec as tests of this project. TARGET and CLIENT are what `mtlspec run --target`
# and `--client` take; a TARGET that is a path is relative to the current source folder. One test for
# each target, each scenario of each target (default), or each cell; LABELS mtlspec unless given.
# OPTIONS are handed on to `mtlspec run` as they are. An EXPECTED file that is not there stops the
# configuration.
#
# With SHARED_RUN one fixture, PREFIX + "one-run", runs all of it once, and each test reads from its
# event file (in the build folder) what came of its own cells: much faster, but whoever asks ctest for
# one test waits for all. It needs a PREFIX that no other shared run has.
#
# The tests are found when ctest starts, by `mtlspec list cells --format=ctest`, so that a new
# scenario needs no new configuration. A test that is skipped (the product is not installed, the mode
# can't be expressed) is "Skipped" with its reason in the output. Where the list can't be made there is
# one failing test, PREFIX + "discovery", never none. Timeouts are longer than mtlspec's own deadlines.
include_guard(GLOBAL)
set(_MTLSPEC_DISCOVER "${CMAKE_CURRENT_LIST_DIR}/mtlspecDiscover.cmake")

function(mtlspec_add_tests)
	cmake_parse_arguments(PARSE_ARGV 0 M "STRICT;SHARED_RUN" "GRANULARITY;EXPECTED;PREFIX;WORKING_DIRECTORY"
		"TARGET;CLIENT;MODES;TLS;SCENARIOS;LABELS;OPTIONS")
	if(M_UNPARSED_ARGUMENTS)
		message(FATAL_ERROR "mtlspec_add_tests: unknown arguments: ${M_UNPARSED_ARGUMENTS}")
	endif()
	if(NOT M_TARGET AND NOT M_CLIENT)
		message(FATAL_ERROR "mtlspec_add_tests: TARGET or CLIENT is needed")
	endif()
	if(NOT DEFINED M_PREFIX)
		set(M_PREFIX "mtlspec/")
	endif()
	if(NOT DEFINED M_GRANULARITY)
		set(M_GRANULARITY scenario)
	endif()
	if(NOT M_GRANULARITY MATCHES "^(target|scenario|cell)$")
		message(FATAL_ERROR "mtlspec_add_tests: GRANULARITY is target, scenario or cell")
	endif()
	if(NOT DEFINED M_LABELS)
		set(M_LABELS mtlspec)
	endif()
	if(NOT M_WORKING_DIRECTORY)
		set(M_WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
	endif()
	set(words --format=ctest "--granularity=${M_GRANULARITY}" "--prefix=${M_PREFIX}")
	foreach(pair "TARGET;--target" "CLIENT;--client" "MODES;--mode" "TLS;--tls" "LABELS;--label")
		list(GET pair 0 list)
		list(GET pair 1 option)
		foreach(value IN LISTS M_${list})
			list(APPEND words "${option}=${value}")
		endforeach()
	endforeach()
	if(M_EXPECTED)
		get_filename_component(expected "${M_EXPECTED}" ABSOLUTE)
		if(NOT EXISTS "${expected}")
			message(FATAL_ERROR "mtlspec_add_tests: EXPECTED: there is no ${expected}")
		endif()
		list(APPEND words "--expected=${expected}")
	endif()
	if(M_STRICT)
		list(APPEND words --strict)
	endif()
	list(APPEND words ${M_OPTIONS} ${M_SCENARIOS})
	if(M_SHARED_RUN)
		_mtlspec_share()
	endif()
	_mtlspec_register("${words}")
endfunction()

# Names are what ctest tells tests and fixtures apart by.
function(_mtlspec_share)
	get_property(taken GLOBAL PROPERTY MTLSPEC_SHARED_PREFIXES)
	if("x${M_PREFIX}" IN_LIST taken)
		message(FATAL_ERROR "mtlspec_add_tests: SHARED_RUN: PREFIX ${M_PREFIX} is that of another")
	endif()
	set_property(GLOBAL APPEND PROPERTY MTLSPEC_SHARED_PREFIXES "x${M_PREFIX}")
endfunction()

# A script that ctest includes each time it starts. Words are quoted one by one: they may hold
# blanks, quotes and dollar signs.
function(_mtlspec_register words)
	string(MD5 id "${words}")
	set(base "${CMAKE_CURRENT_BINARY_DIR}/mtlspec-${id}")
	set(quoted)
	if(M_SHARED_RUN)
		list(PREPEND words "--one-run=${base}-events.jsonl")
	endif()
	foreach(word IN LISTS words)
		string(APPEND quoted " [====[${word}]====]")
	endforeach()
	file(WRITE "${base}.cmake"
		"set(mtlspec_program [====[${MTLSPEC_EXECUTABLE}]====])\n"
		"set(mtlspec_cmake [====[${CMAKE_COMMAND}]====])\n"
		"set(mtlspec_folder [====[${M_WORKING_DIRECTORY}]====])\n"
		"set(mtlspec_prefix [====[${M_PREFIX}]====])\n"
		"set(mtlspec_base [====[${base}]====])\n"
		"set(mtlspec_words${quoted})\n"
		"include([====[${_MTLSPEC_DISCOVER}]====])\n")
	set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${base}.cmake")
endfunction()
