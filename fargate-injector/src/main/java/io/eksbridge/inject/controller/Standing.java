// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import java.io.IOException;
import java.io.PrintWriter;

/// How a duty's things stand, for `status`: a bean of that command, in the `@Order` in which they
/// are told.
public interface Standing {
  /// The order of what looks at what others have looked at.
  int LATER = 100;

  /// The word that its lines begin with.
  String name();

  /// Prints it, a line for each thing; whether all is as it should be.
  boolean tell(PrintWriter out) throws IOException, Blocked;
}
