# headstrong_unity_groups(<target>)
#
# Where sources are compiled many at a time (CMAKE_UNITY_BUILD), they go together by folder, so that a
# new file changes what is compiled with it and nothing else. A large folder is cut by the hash of the
# files' names: CMake's own batches, cut by their order, would all move by one. Small folders of rules
# go together.

include_guard(GLOBAL)

function(headstrong_unity_groups target)
  set(most 30)  # files of a folder that are still one group
  get_target_property(sources ${target} SOURCES)
  list(TRANSFORM sources REPLACE "^${CMAKE_CURRENT_SOURCE_DIR}/" "")
  list(FILTER sources INCLUDE REGEX "^src/.*\\.cpp$")

  set(folders "")
  foreach(source IN LISTS sources)
    string(REGEX REPLACE "^src/(rules/csp|[^/]+).*$" "\\1" folder "${source}")
    if(source MATCHES "^src/[^/]+$")
      set(folder top)
    endif()
    string(MAKE_C_IDENTIFIER "${folder}" folder)
    list(APPEND folders "${folder}")
    list(APPEND files_of_${folder} "${source}")
  endforeach()
  list(REMOVE_DUPLICATES folders)

  foreach(folder IN LISTS folders)
    list(LENGTH files_of_${folder} count)
    # 1, 2, 4, 8: files that come and go seldom change how many groups there are.
    set(groups 1)
    while(groups LESS 8 AND count GREATER "${most}")
      math(EXPR groups "${groups} * 2")
      math(EXPR count "${count} / 2")
    endwhile()
    foreach(source IN LISTS files_of_${folder})
      string(SHA1 hash "${source}")
      string(SUBSTRING "${hash}" 0 1 digit)
      math(EXPR group "0x${digit} % ${groups}")
      set_source_files_properties("${CMAKE_CURRENT_SOURCE_DIR}/${source}" PROPERTIES UNITY_GROUP "${folder}_${group}")
    endforeach()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()
