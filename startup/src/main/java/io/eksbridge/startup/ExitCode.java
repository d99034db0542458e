// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

/// What the process tells its caller: the numbers are a contract with operators, charts and
/// scripts.
public final class ExitCode {
  /// It did what was asked, or was told to stop and stopped in order.
  public static final int OK = 0;

  /// It could not do what was asked; the log says why.
  public static final int FAILED = 1;

  /// What was asked cannot be done as it stands: flag, environment, file or address; one line on
  /// standard error.
  public static final int REFUSED = 2;

  private ExitCode() {}
}
