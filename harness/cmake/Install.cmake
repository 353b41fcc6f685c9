# What an installed mtlspec is: the program, its data (found by home.c), the CMake package, the man
# pages, completions; and the Debian package of that.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(data ${CMAKE_INSTALL_DATADIR}/mtlspec)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/mtlspec)
install(TARGETS mtlspec RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios DESTINATION ${data})
install(FILES ca-fixtures/pki.yaml DESTINATION ${data}/ca-fixtures)
install(DIRECTORY harness/targets DESTINATION ${data}/harness USE_SOURCE_PERMISSIONS)
install(FILES harness/keep/lib.sh harness/keep/kept.md DESTINATION ${data}/harness/keep)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(harness/cmake/mtlspecConfig.cmake.in
	${CMAKE_BINARY_DIR}/package/mtlspecConfig.cmake INSTALL_DESTINATION ${package}
	PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/package/mtlspecConfigVersion.cmake
	COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/package/mtlspecConfig.cmake
	${CMAKE_BINARY_DIR}/package/mtlspecConfigVersion.cmake
	harness/cmake/mtlspecAddTests.cmake harness/cmake/mtlspecDiscover.cmake DESTINATION ${package})

# Made by the program itself from its option tables, whenever it is linked (harness/cmd).
set(pages ${MTLSPEC_PAGES})
install(FILES ${pages}/mtlspec.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
foreach(word scenario pki target expected rules)
	install(FILES ${pages}/mtlspec-${word}.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
	install(FILES ${pages}/${word}.schema.json DESTINATION ${data}/schema)
endforeach()
install(FILES ${pages}/mtlspec.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
	RENAME mtlspec)
install(FILES ${pages}/_mtlspec DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${pages}/mtlspec.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME mtlspec)
set(CPACK_PACKAGE_CONTACT "mtlspec maintainers <maintainers@mtlspec.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "mutual TLS conformance test harness")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx-light, haproxy, apache2-bin, caddy, stunnel4, hitch, lighttpd, nghttp2-proxy, squid-openssl, trafficserver")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
include(CPack)
