// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import io.eksbridge.sync.Names;
import java.util.Map;
import java.util.Set;

/// By what we know our own: a mark that only objects get which we made.
public enum Ownership {
  /// We made it, or nobody else has anything in it: drift is repaired by force.
  OURS,
  /// Somebody else's, to which keys of ours were added: never forced, never deleted.
  SHARED,
  /// Somebody else's.
  FOREIGN;

  /// The keys that are ours in a copy.
  public static final Set<String> KEYS = Set.of(Names.API_KEY, Names.TOKEN);

  /// The labels of each object of ours.
  public static final Map<String, String> OURS_BY =
      Map.of(
          Names.MANAGED_BY_LABEL, Names.MANAGED_BY,
          Names.OWNER_LABEL, Names.FIELD_MANAGER);

  /// The labels of a copy that we made.
  public static final Map<String, String> MARK =
      Map.of(
          Names.MANAGED_BY_LABEL, Names.MANAGED_BY,
          Names.OWNER_LABEL, Names.FIELD_MANAGER,
          Names.COPY_LABEL, "true");

  /// Argo CD neither counts a copy as drift nor prunes it.
  public static final Map<String, String> AGAINST_PRUNING =
      Map.of(
          "argocd.argoproj.io/compare-options", "IgnoreExtraneous",
          "argocd.argoproj.io/sync-options", "Prune=false");

  /// Whose an object is that has these labels, holds a field of ours or not, and data fields of
  /// `others`.
  public static Ownership of(Map<String, String> labels, boolean holdsOurs, Set<String> others) {
    if (marked(labels) || (holdsOurs && others.isEmpty())) {
      return OURS;
    }
    return holdsOurs ? SHARED : FOREIGN;
  }

  /// Whether the labels say that we made it.
  public static boolean marked(Map<String, String> labels) {
    return "true".equals(labels.get(Names.COPY_LABEL))
        && Names.FIELD_MANAGER.equals(labels.get(Names.OWNER_LABEL));
  }
}
