// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

/// One step of the demo: does something real on the stage and tells what came of it.
public interface Step<S> {
  String title();

  void play(S stage, Story story) throws Exception;
}
