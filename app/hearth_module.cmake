# SPDX-License-Identifier: Apache-2.0
# One module is one static library in one layer; a module links only to strictly lower layers.

add_library(hearth_compile_settings INTERFACE)
target_compile_options(hearth_compile_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
target_compile_definitions(hearth_compile_settings INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_FOREACH QT_FORCE_ASSERTS QT_STRICT_ITERATORS QT_DEPRECATED_WARNINGS HEARTH_VERSION="${PROJECT_VERSION}")

set(HEARTH_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
if(HEARTH_SANITIZE)
    add_compile_options(-fsanitize=${HEARTH_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${HEARTH_SANITIZE})
endif()

# For the targets of tests/fuzz: every source tells libFuzzer which way it went, and the first fault ends the program.
option(HEARTH_FUZZ "Build the fuzz targets; asks for clang" OFF)
if(HEARTH_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize-recover=all)
endif()

# hearth_module(name LAYER n SOURCES … [HEADERS …] [DEPENDS modules…] [LINKS libraries…] [PCH headers…])
# HEADERS are written relative to the room that is the include base: app/ for app/<module>, the top folder for the others.
function(hearth_module name)
    cmake_parse_arguments(M "" "LAYER;BASE" "SOURCES;HEADERS;DEPENDS;LINKS;PCH" ${ARGN})
    if(NOT DEFINED M_BASE)
        string(FIND "${CMAKE_CURRENT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/app/" at)
        if(at EQUAL 0)
            set(M_BASE ${PROJECT_SOURCE_DIR}/app)
        else()
            set(M_BASE ${PROJECT_SOURCE_DIR})
        endif()
    endif()
    add_library(hearth_${name} STATIC ${M_SOURCES} ${M_HEADERS})
    set_target_properties(hearth_${name} PROPERTIES HEARTH_LAYER ${M_LAYER})
    target_include_directories(hearth_${name} PUBLIC ${M_BASE})
    foreach(dep IN LISTS M_DEPENDS)
        get_target_property(dep_layer hearth_${dep} HEARTH_LAYER)
        if(NOT dep_layer LESS M_LAYER)
            message(FATAL_ERROR "hearth_${name} (layer ${M_LAYER}) must not depend on hearth_${dep} (layer ${dep_layer})")
        endif()
        target_link_libraries(hearth_${name} PUBLIC hearth_${dep})
    endforeach()
    target_link_libraries(hearth_${name} PUBLIC Qt6::Core PRIVATE hearth_compile_settings ${M_LINKS})
    if(M_PCH)
        target_precompile_headers(hearth_${name} PRIVATE ${M_PCH})
    endif()
    set_property(GLOBAL APPEND PROPERTY HEARTH_MODULES "${name}")
endfunction()

# hearth_test(name SOURCES … [DEPENDS modules…] [LINKS libraries…] [LABELS …] [TIMEOUT seconds]): one Qt Test program, run without a screen.
function(hearth_test name)
    cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;DEPENDS;LINKS;LABELS;PCH" ${ARGN})
    add_executable(test_${name} ${T_SOURCES})
    foreach(dep IN LISTS T_DEPENDS)
        target_link_libraries(test_${name} PRIVATE hearth_${dep})
    endforeach()
    target_link_libraries(test_${name} PRIVATE Qt6::Test hearth_compile_settings ${T_LINKS})
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    if(T_PCH)
        target_precompile_headers(test_${name} PRIVATE ${T_PCH})
    endif()
    add_test(NAME ${name} COMMAND test_${name})
    # What has no window is also built with sanitizers.
    set(windowed ${T_DEPENDS})
    list(FILTER windowed INCLUDE REGEX "^(ui_kit|desktop)$|_ui$")
    if(NOT windowed)
        list(APPEND T_LABELS headless)
        set_property(GLOBAL APPEND PROPERTY HEARTH_HEADLESS_TESTS test_${name})
    endif()
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${T_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;HEARTH_SOURCE_DIR=${PROJECT_SOURCE_DIR};HEARTH_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endfunction()

# hearth_script_test(name COMMAND … [LABELS …] [TIMEOUT seconds]): a script that exits 0 when it passes.
function(hearth_script_test name)
    cmake_parse_arguments(T "" "TIMEOUT" "COMMAND;LABELS" ${ARGN})
    add_test(NAME ${name} COMMAND ${T_COMMAND})
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 600)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${T_LABELS}"
        ENVIRONMENT "HEARTH_SOURCE_DIR=${PROJECT_SOURCE_DIR};HEARTH_BUILD_DIR=${CMAKE_BINARY_DIR};HEARTH_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endfunction()

# hearth_postgres_test(name): runs a hearth_test once more, on a PostgreSQL of its own.
function(hearth_postgres_test name)
    hearth_script_test(${name}_postgres TIMEOUT 120 LABELS postgres
        COMMAND /usr/bin/python3 ${PROJECT_SOURCE_DIR}/tests/support/postgres_cluster.py $<TARGET_FILE:test_${name}>)
endfunction()
