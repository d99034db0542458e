// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import java.io.IOException;
import java.io.PrintWriter;

/// How a duty's things stand, for `status`: a bean of that command.
public interface Standing {
  /// Prints it, a line for each thing; whether all is as it should be.
  boolean tell(PrintWriter out) throws IOException;
}
