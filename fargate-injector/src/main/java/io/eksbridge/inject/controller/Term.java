// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import java.io.IOException;

/// Whether this replica leads.
interface Term {
  /// As far as it knows.
  boolean leader();

  /// As the Lease says at this moment: asked before anything is written, so that nobody writes who
  /// has lost it without knowing.
  boolean confirmed() throws IOException;
}
