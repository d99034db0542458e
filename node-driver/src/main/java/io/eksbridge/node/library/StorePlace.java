// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Libraries as the table of mounts shows them: what is mounted is in use, whoever mounted it.
public final class StorePlace {
  /// The folder of all libraries, in the driver's storage.
  public static final String STORE = "store";

  /// Where libraries are until they are deleted.
  public static final String TRASH = "trash";

  /// Where pods' own copies of libraries are.
  public static final String WRITABLE = "writable";

  /// The folder in the store that pods get in place of a library, where they may do without.
  public static final String EMPTY = "empty";

  /// The file that names the library which the dynamic loader loads first.
  public static final String PRELOAD = "ld.so.preload";

  private static final String NAME = "[0-9a-f]{64}(?:-shared)?";
  private static final Pattern KEY = Pattern.compile(NAME);
  private static final Pattern USED =
      Pattern.compile("/(?:" + STORE + "|" + TRASH + ")/(" + NAME + ")(?=[/~]|$)");
  private static final Pattern LIBRARY =
      Pattern.compile(
          ".*/" + STORE + "/" + NAME + "/(?:datadog-init/package|opt/datadog-packages/[a-z-]+)");
  private static final Pattern OWN = Pattern.compile("/" + WRITABLE + "/([^/,]+)/upper(?=,|$)");

  private StorePlace() {}

  /// Whether a folder of the store can be a library.
  public static boolean isKey(String name) {
    return KEY.matcher(name).matches();
  }

  /// Whether what a mount shows is a library, or the folder in place of one.
  public static boolean isLibrary(String shown) {
    return LIBRARY.matcher(shown).matches() || shown.endsWith("/" + STORE + "/" + EMPTY);
  }

  /// The keys in these lines of the table.
  public static List<String> used(List<String> lines) {
    return lines.stream()
        .flatMap(line -> USED.matcher(line).results().map(result -> result.group(1)).distinct())
        .toList();
  }

  /// The volumes of which a pod's own copy is mounted.
  public static Set<String> writable(List<String> lines) {
    return lines.stream()
        .flatMap(line -> OWN.matcher(line).results())
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }
}
