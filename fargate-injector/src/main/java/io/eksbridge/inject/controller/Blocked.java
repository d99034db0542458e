// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

/// Why a duty can do nothing until a person does something.
public final class Blocked extends Exception {
  private static final long serialVersionUID = 1;

  /// In words that name the way out.
  public Blocked(String why) {
    super(why);
  }
}
