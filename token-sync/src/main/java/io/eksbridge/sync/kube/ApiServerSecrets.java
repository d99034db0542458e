// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiServer.Answer;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Comparison;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Source;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/// Performs changes by server-side apply under one field manager: the name is in the address, so
/// rights that are locked to the name suffice, also to create. All answers are metadata: what a
/// copy holds is compared by the API server and never read.
@Singleton
public final class ApiServerSecrets implements Secrets {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final int UNPROCESSABLE = 422;
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String TEST = "application/json-patch+json";

  private final ApiServer server;
  private final CopyReader reader;
  private final boolean dryRun;

  /// On this API server.
  public ApiServerSecrets(ApiServer server, CopyReader reader, TokenSyncConfig config) {
    this.server = server;
    this.reader = reader;
    this.dryRun = config.dryRun();
  }

  @Override
  public Sight look(Place place) {
    try {
      Answer answer = server.sendForMetadata("GET", path(place), Map.of(), "", null);
      return switch (answer.status()) {
        case OK -> new Sight.Seen(Optional.of(reader.read(answer.body())));
        case NOT_FOUND -> new Sight.Seen(Optional.empty());
        case FORBIDDEN -> new Sight.NotAllowed();
        default -> new Sight.Unseen(Answers.refusal(answer));
      };
    } catch (IOException noAnswer) {
      return new Sight.Unseen(new ApplyResult.Unreachable(noAnswer.getClass().getSimpleName()));
    }
  }

  @Override
  public Sight compare(Place place, Copy copy, Source.Good source) {
    var same = new HashSet<String>();
    var absent = new HashSet<String>();
    try {
      for (Map.Entry<String, String> value : source.values().entrySet()) {
        String key = value.getKey();
        if (holds(place, Manifest.dataHas(key, value.getValue()))) {
          same.add(key);
        } else if (holds(place, Manifest.dataHasNo(key)) || holds(place, Manifest.noData())) {
          absent.add(key);
        }
      }
      return new Sight.Seen(
          Optional.of(copy.with(new Comparison(source.fingerprint(), same, absent))));
    } catch (IOException noAnswer) {
      return new Sight.Unseen(new ApplyResult.Unreachable(noAnswer.getClass().getSimpleName()));
    } catch (Refused refused) {
      return new Sight.Unseen(refused.why);
    }
  }

  @Override
  public ApplyResult perform(String secret, Change.Write change) {
    var place = new Place(change.namespace(), secret);
    try {
      return switch (change) {
        case Change.Create create -> create(place, create);
        case Change.Update update -> update(place, update);
        case Change.Release(_, _, var copy) ->
            result(patch(place, MERGE, Map.of(), Manifest.release(copy)));
        case Change.Delete(_, _, var copy) -> delete(place, copy);
      };
    } catch (IOException noAnswer) {
      return new ApplyResult.Unreachable(noAnswer.getClass().getSimpleName());
    } catch (Refused refused) {
      return refused.why;
    }
  }

  private ApplyResult create(Place place, Change.Create create) throws IOException {
    var manifest = new Manifest(place);
    Answer answer = apply(place, manifest.ours(create.source(), now()), false);
    if (answer.status() != OK || dryRun) {
      return result(answer);
    }
    // Somebody made one since we looked, and the apply merged into it: it is theirs, so the mark
    // goes again.
    Copy merged = reader.read(answer.body());
    return merged.others().isEmpty()
        ? result(answer)
        : result(apply(place, manifest.merged(create.source(), merged, false, now()), false));
  }

  private ApplyResult update(Place place, Change.Update update) throws IOException {
    var manifest = new Manifest(place);
    Copy copy = update.copy();
    return switch (copy.owner()) {
      case OURS ->
          result(
              apply(
                  place,
                  Manifest.exactly(manifest.ours(update.source(), since(update)), copy),
                  true));
      case SHARED, FOREIGN ->
          result(
              apply(
                  place,
                  manifest.merged(update.source(), copy, update.forced(), since(update)),
                  update.forced()));
    };
  }

  /// The time of the values stays where they stay.
  private static String since(Change.Update update) {
    String before = update.copy().since();
    return update.copy().holds(update.source()) && !before.isEmpty() ? before : now();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// Exactly what was seen, and only where nothing else is in it: a key that nobody claims is
  /// somebody's all the same.
  private ApplyResult delete(Place place, Copy copy) throws IOException {
    if (!holds(place, Manifest.nothingBut(copy.keys()))) {
      return result(patch(place, MERGE, Map.of(), Manifest.release(copy)));
    }
    ObjectNode options = ApiServer.JSON.createObjectNode();
    options
        .putObject("preconditions")
        .put("uid", copy.uid())
        .put("resourceVersion", copy.resourceVersion());
    if (dryRun) {
      options.putArray("dryRun").add("All");
    }
    Answer answer =
        server.sendForMetadata("DELETE", path(place), Map.of(), "application/json", options);
    return answer.status() == OK || answer.status() == NOT_FOUND
        ? new ApplyResult.Applied(Optional.empty())
        : Answers.refusal(answer);
  }

  /// Whether the object there passes a test, which changes nothing.
  private boolean holds(Place place, JsonNode test) throws IOException {
    Answer answer =
        server.sendForMetadata(
            "PATCH",
            path(place),
            Map.of("dryRun", "All", "fieldManager", Names.FIELD_MANAGER),
            TEST,
            test);
    return switch (answer.status()) {
      case OK -> true;
      // It could be applied, and only an immutable Secret must not become what came of it.
      case UNPROCESSABLE -> Answers.refusal(answer) instanceof ApplyResult.Immutable;
      default -> throw new Refused(Answers.refusal(answer));
    };
  }

  /// The API server did not answer a test.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient ApplyResult why;

    Refused(ApplyResult why) {
      super(why.word());
      this.why = why;
    }
  }

  private Answer apply(Place place, JsonNode object, boolean force) throws IOException {
    return patch(place, APPLY, Map.of("force", Boolean.toString(force)), object);
  }

  private Answer patch(Place place, String type, Map<String, String> more, JsonNode object)
      throws IOException {
    var query = new HashMap<>(more);
    query.put("fieldManager", Names.FIELD_MANAGER);
    if (dryRun) {
      query.put("dryRun", "All");
    }
    return server.sendForMetadata("PATCH", path(place), query, type, object);
  }

  private ApplyResult result(Answer answer) {
    return answer.status() == OK || answer.status() == CREATED
        ? new ApplyResult.Applied(Optional.of(reader.read(answer.body())))
        : Answers.refusal(answer);
  }

  private static String path(Place place) {
    return "/api/v1/namespaces/" + place.namespace() + "/secrets/" + place.secret();
  }
}
