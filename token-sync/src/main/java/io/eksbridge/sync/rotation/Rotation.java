// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.rotation;

import java.util.Optional;

/// The state of a rotation, as it is remembered across restarts. Tokens are told by fingerprints
/// that only who has the token can compute: `accepted` is what the copies were last settled on,
/// `target` where they go, `ours` whether we rotate (from the next token's Secret), `since` when
/// this phase began, `late` whether its deadline has passed.
public record Rotation(
    Phase phase, String accepted, String target, boolean ours, long since, boolean late) {

  /// Nothing is known yet.
  public static final Rotation UNKNOWN = new Rotation(Phase.SETTLED, "", "", false, 0, false);

  /// Which value the copies get now.
  public enum Value {
    /// The source's.
    SOURCE,
    /// The next token's.
    NEXT,
    /// What they got last, for as long as it is known.
    LAST
  }

  /// What is seen: the fingerprints of the source's token and of the next one, what the cluster
  /// agent says to the token that phase is about, whether all copies hold what they are to hold,
  /// and the time in milliseconds. `gate` is whether the cluster agent is asked before a token is
  /// spread, `patience` for how long.
  public record View(
      String source,
      Optional<String> next,
      AgentAnswer answer,
      boolean spread,
      long now,
      boolean gate,
      long patience) {
    private Optional<String> wanted() {
      return next.filter(token -> !token.equals(source));
    }
  }

  /// Which value the copies get now.
  public Value value() {
    return switch (phase) {
      case WAITING -> Value.LAST;
      case SPREADING, SWITCHING -> ours ? Value.NEXT : Value.SOURCE;
      case SETTLED, CONFIRMING -> Value.SOURCE;
    };
  }

  /// The next state; the same where nothing is to change.
  public Rotation advance(View view) {
    boolean overdue = view.now() - since >= view.patience();
    return switch (phase) {
      case SETTLED -> begin(view);
      case WAITING -> {
        if (view.wanted().isPresent() || !view.source().equals(target)) {
          yield begin(view);
        }
        yield view.answer() == AgentAnswer.ACCEPTS || !view.gate()
            ? to(Phase.SPREADING, target, false, view.now())
            : overdue ? to(Phase.SPREADING, target, false, view.now()).afterDeadline() : this;
      }
      case SPREADING -> {
        if (!target.equals(ours ? view.wanted().orElse("") : view.source())) {
          yield begin(view);
        }
        yield !view.spread()
            ? this
            : ours
                ? to(Phase.SWITCHING, target, true, view.now())
                : settled(target, view.now(), late);
      }
      case SWITCHING ->
          view.source().equals(target)
              ? to(Phase.CONFIRMING, target, true, view.now())
              : view.next().filter(target::equals).isPresent() ? this : begin(view);
      case CONFIRMING -> {
        if (!view.source().equals(target)) {
          yield begin(view);
        }
        yield view.answer() == AgentAnswer.ACCEPTS || !view.gate()
            ? settled(target, view.now(), false)
            : overdue && !late ? afterDeadline() : this;
      }
    };
  }

  /// From what is seen, whatever was under way before.
  private Rotation begin(View view) {
    if (view.wanted().isPresent()) {
      return to(Phase.SPREADING, view.wanted().get(), true, view.now());
    }
    if (view.source().equals(accepted)) {
      return phase == Phase.SETTLED ? this : settled(accepted, view.now(), false);
    }
    return to(view.gate() ? Phase.WAITING : Phase.SPREADING, view.source(), false, view.now());
  }

  private Rotation to(Phase next, String token, boolean byUs, long now) {
    return new Rotation(next, accepted, token, byUs, now, false);
  }

  private Rotation afterDeadline() {
    return new Rotation(phase, accepted, target, ours, since, true);
  }

  private static Rotation settled(String token, long now, boolean late) {
    return new Rotation(Phase.SETTLED, token, token, false, now, late);
  }
}
