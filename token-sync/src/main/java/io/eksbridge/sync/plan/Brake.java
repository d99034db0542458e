// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

/// Stops a mass deletion: where more than `percent` of the copies (and more than a handful) have
/// lost their reason to be, the view of the cluster is rather wrong than the cluster is so changed.
public record Brake(int percent) {
  /// So many may go whatever part of all they are: small clusters change fast.
  public static final int HANDFUL = 5;

  /// What is left of a decision when of `all` copies of ours `unwanted` are to go.
  public Change on(Change decided, long unwanted, long all) {
    boolean tooMany = unwanted > HANDFUL && unwanted * 100 > all * percent;
    return switch (decided) {
      case Change.Release(var namespace, var why, _) ->
          tooMany && why == Why.NOT_SELECTED ? braked(namespace) : decided;
      case Change.Delete(var namespace, var why, _) ->
          tooMany && why == Why.NOT_SELECTED ? braked(namespace) : decided;
      case Change.Create _, Change.Update _, Change.Leave _ -> decided;
    };
  }

  private static Change braked(String namespace) {
    return new Change.Leave(namespace, Why.BRAKED);
  }
}
