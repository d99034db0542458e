// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A file of a policy's `accept` or `reject` folder: a manifest to be created or, where it says `#
/// patch: <kind> <name>`, a JSON Patch; `# delete: <kind> <name>` and `# get: <path>` need no
/// more. Its first lines say `# as: <user>` and, to be rejected, `# message: <part of what the
/// user reads>`; a pod's user may come from a node, `# node: <name>`.
record PolicyCase(
    Path file,
    String user,
    String message,
    String node,
    String patched,
    String deleted,
    String got) {

  static List<PolicyCase> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(PolicyCase::read).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String name() {
    return file.getFileName().toString().replace(".yaml", "").replace('-', ' ');
  }

  /// What kubectl is told to try it without doing it.
  List<String> dryRun() {
    var command = new ArrayList<String>();
    if (!got.isEmpty()) { // what a proxy passes on to a node that nothing listens on
      command.addAll(List.of("get", "--raw", got));
    } else if (!deleted.isEmpty()) {
      command.add("delete");
      command.addAll(List.of(deleted.split(" ")));
      command.add("--dry-run=server");
    } else if (patched.isEmpty()) {
      command.addAll(List.of("create", "-f", file.toString(), "--dry-run=server"));
    } else {
      command.add("patch");
      command.addAll(List.of(patched.split(" ")));
      command.addAll(List.of("--type=json", "--patch-file=" + file, "--dry-run=server"));
    }
    command.addAll(List.of("--as=" + user, "--as-group=system:authenticated"));
    if (!node.isEmpty()) { // as the API server reads it from the token of a pod on that node
      command.add("--as-user-extra=authentication.kubernetes.io/node-name=" + node);
    }
    return command;
  }

  /// What kubectl says when nothing stood in the way.
  String done() {
    if (!got.isEmpty()) {
      return "no preferred addresses found";
    }
    if (!deleted.isEmpty()) {
      return " deleted (server dry run)";
    }
    return patched.isEmpty() ? " created (server dry run)" : " patched";
  }

  private static PolicyCase read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return new PolicyCase(
          file,
          said("# as: ", lines),
          said("# message: ", lines),
          said("# node: ", lines),
          said("# patch: ", lines),
          said("# delete: ", lines),
          said("# get: ", lines));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String said(String key, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElse("");
  }
}
