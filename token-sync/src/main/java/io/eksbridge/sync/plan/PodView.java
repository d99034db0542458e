// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Map;

/// What a decision may know of a pod: its metadata, and whether Fargate runs it.
public record PodView(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    boolean onFargate) {
  public PodView {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
