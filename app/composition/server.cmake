# SPDX-License-Identifier: Apache-2.0
# hearth-server: no widgets, nothing of the desktop.
hearth_module(server_composition LAYER 5
    SOURCES composition/file_system_linux.cpp composition/server_data.cpp composition/server_options.cpp composition/server_template.cpp
    HEADERS composition/file_system.h composition/server_data.h composition/server_options.h composition/server_template.h
    DEPENDS server)
add_executable(hearth-server server_main.cpp)
target_link_libraries(hearth-server PRIVATE hearth_server_composition hearth_compile_settings)
