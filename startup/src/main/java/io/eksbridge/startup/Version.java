// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What `--version` prints: the command's name and the version in its jar's manifest.
public final class Version implements IVersionProvider {
  @Spec private CommandSpec command;

  @Override
  public String[] getVersion() {
    return new String[] {command.root().name() + " " + of(command.root().userObject().getClass())};
  }

  /// The version of the jar that holds `type`; `dev` when it runs from class files.
  public static String of(Class<?> type) {
    return Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), "dev");
  }
}
