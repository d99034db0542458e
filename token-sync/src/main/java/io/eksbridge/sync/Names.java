// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

/// Names that the services share: cluster state is all that they have in common.
public final class Names {
  /// The Secret that sidecars read.
  public static final String COPY_SECRET = "datadog-secret";

  /// The copy's key of Datadog's API key.
  public static final String API_KEY = "api-key";

  /// The copy's key of the cluster agent's token.
  public static final String TOKEN = "token";

  /// Marks a copy that token-sync made: only what carries it is ever forced or deleted.
  public static final String COPY_LABEL = "eksbridge.io/copy";

  /// Opts a namespace in (enabled) or out (disabled).
  public static final String FARGATE_KEY = "eksbridge.io/fargate";

  /// Tells which source a copy was made from, without telling the source.
  public static final String FINGERPRINT_ANNOTATION = "eksbridge.io/fingerprint";

  /// Since when a copy holds its values: who started earlier runs with others.
  public static final String SINCE_ANNOTATION = "eksbridge.io/values-since";

  /// On each object of this product.
  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

  /// Asks for the sidecar on a pod, with the value `fargate`: Datadog's own label.
  public static final String SIDECAR_LABEL = "agent.datadoghq.com/sidecar";

  /// What the injector did with a pod: `injected` or `skipped`.
  public static final String DECISION_ANNOTATION = "eksbridge.io/decision";

  /// Why it did so.
  public static final String REASON_ANNOTATION = "eksbridge.io/reason";

  /// The value of [#MANAGED_BY_LABEL].
  public static final String MANAGED_BY = "datadog-eks-bridge";

  /// On each object of this product: the field manager that owns it.
  public static final String OWNER_LABEL = "eksbridge.io/owner";

  /// The one field manager of token-sync.
  public static final String FIELD_MANAGER = "eksbridge-token-sync";

  private Names() {}
}
