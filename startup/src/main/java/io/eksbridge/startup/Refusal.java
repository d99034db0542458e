// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

/// Why a service does not start, in one line that names the flag, file or address and the way out;
/// exit code 2.
public final class Refusal extends RuntimeException {

  /// A refusal with the line that the operator reads.
  public Refusal(String line) {
    super(line);
  }

  /// A refusal that keeps what it came from for the debug log.
  public Refusal(String line, Throwable cause) {
    super(line, cause);
  }
}
