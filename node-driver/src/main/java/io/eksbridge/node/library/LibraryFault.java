// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.Locale;

/// What kind of thing went wrong with a library.
public enum LibraryFault {
  /// The pod's attributes name no image, or not in a way that can be used.
  BAD_REQUEST,
  /// Libraries are switched off on this node.
  SWITCHED_OFF,
  /// The registry is not among those that pods may have libraries from.
  NOT_ALLOWED,
  /// The registry, or where it sends the driver, has a private address that is not listed.
  PRIVATE_ADDRESS,
  /// The registry has no such image.
  NOT_FOUND,
  /// The registry wants other credentials.
  DENIED,
  /// The registry cannot be asked, ends in the middle, or is too slow.
  UNREACHABLE,
  /// What came is not what its digest says.
  CORRUPT,
  /// The image holds no library for this node, or holds what is not extracted.
  UNFIT_IMAGE,
  /// The image is larger than it may be.
  TOO_LARGE,
  /// There is no room on the node's disk.
  DISK_FULL,
  /// The driver's storage cannot be used.
  STORAGE,
  /// The caller's time is over; the download goes on.
  DEADLINE,
  /// The caller is gone.
  CANCELLED;

  /// Its name in logs and metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
