// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.Names;
import io.eksbridge.sync.kube.ApiServer.Things;
import java.util.HashMap;
import java.util.Map;

/// How pods are found that have a sidecar or are to have one, without those that have ended. A
/// selector cannot say "or" across keys: so there is one for each sign.
public enum SidecarPods {
  /// EKS has set this scheduler by a Fargate profile.
  FARGATE("spec.schedulerName=fargate-scheduler,", ""),
  /// Datadog's own label.
  SIDECAR_LABEL("", Names.SIDECAR_LABEL + "=fargate"),
  /// Our opt-in.
  OPT_IN("", Names.FARGATE_KEY + "=enabled");

  private static final String LIVING = "status.phase!=Succeeded,status.phase!=Failed";
  private static final String PAGE = "500";

  private final String fields;
  private final String labels;

  SidecarPods(String fields, String labels) {
    this.fields = fields;
    this.labels = labels;
  }

  /// In all namespaces, page by page.
  public Things things(boolean metadataOnly) {
    var query = new HashMap<>(Map.of("fieldSelector", fields + LIVING, "limit", PAGE));
    if (!labels.isEmpty()) {
      query.put("labelSelector", labels);
    }
    return new Things("/api/v1/pods", query, metadataOnly);
  }
}
