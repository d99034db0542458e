// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Turns HTTP requests into reads, writes and watches, and their outcome into answers.
final class Requests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long WATCH_SECONDS = 1800;

  private final Store store;
  private final Writes writes;
  private final String token;

  Requests(Store store, Writes writes, String token) {
    this.store = store;
    this.writes = writes;
    this.token = token;
  }

  static ObjectNode namespace(String name) {
    ObjectNode object =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Namespace");
    ObjectNode metadata = object.putObject("metadata").put("name", name).put("uid", "0-" + name);
    metadata.putObject("labels").put("kubernetes.io/metadata.name", name);
    object.putObject("status").put("phase", "Active");
    return object;
  }

  void answer(HttpExchange exchange) throws IOException, InterruptedException {
    try {
      Body body = Body.of(exchange);
      if (!body.header("Authorization").equals("Bearer " + token)) {
        throw new ApiFailure(401, "Unauthorized", "Unauthorized");
      }
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/version")) {
        send(
            exchange,
            200,
            JSON.createObjectNode()
                .put("major", "1")
                .put("minor", "35")
                .put("gitVersion", "v1.35.4+embedded"));
      } else if (path.equals("/readyz") || path.equals("/livez")) {
        send(exchange, 200, JSON.createObjectNode().put("status", "ok"));
      } else {
        object(exchange, Target.of(path), body);
      }
    } catch (ApiFailure refusal) {
      send(exchange, refusal.code(), refusal.status());
    } catch (RuntimeException defect) {
      send(exchange, 500, new ApiFailure(500, "InternalError", String.valueOf(defect)).status());
    }
  }

  private void object(HttpExchange exchange, Target target, Body body)
      throws IOException, InterruptedException {
    Form form = Form.accepted(body.header("Accept"));
    switch (exchange.getRequestMethod()) {
      case "GET" -> {
        if (!target.isCollection()) {
          send(
              exchange,
              200,
              form.of(store.get(target).orElseThrow(() -> ApiFailure.notFound(target))));
        } else if (body.is("watch")) {
          watch(exchange, target, body, form);
        } else {
          send(exchange, 200, list(target, body, form));
        }
      }
      case "POST" ->
          send(
              exchange,
              201,
              writes.create(
                  only(target.isCollection(), target), body.json(), body.options("Create")));
      case "PUT" ->
          send(
              exchange,
              200,
              writes.update(
                  only(!target.isCollection(), target), body.json(), body.options("Update")));
      case "PATCH" -> patch(exchange, only(!target.isCollection(), target), body);
      case "DELETE" -> {
        JsonNode preconditions =
            body.isEmpty() ? JSON.missingNode() : body.json().path("preconditions");
        ObjectNode gone =
            writes.delete(
                only(!target.isCollection(), target), preconditions, body.options("Delete"));
        send(exchange, 200, target.kind() == Kind.NAMESPACE ? gone : deleted(target, gone));
      }
      default -> throw notAllowed();
    }
  }

  private ObjectNode list(Target target, Body body, Form form) {
    Predicate<JsonNode> wanted = Selection.of(target.kind(), body.parameters());
    long least = body.number("resourceVersion", 0);
    synchronized (store) {
      if (least > store.version()) {
        throw new ApiFailure(
            504,
            "Timeout",
            "Too large resource version: " + least + ", current: " + store.version());
      }
      List<ObjectNode> items = store.list(target).stream().filter(wanted).map(form::of).toList();
      return form.list(target, items, store.version());
    }
  }

  private void watch(HttpExchange exchange, Target target, Body body, Form form)
      throws IOException, InterruptedException {
    if (body.parameters().containsKey("sendInitialEvents")) {
      throw new ApiFailure(
          422,
          "Invalid",
          "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
    }
    var watching =
        new Watching(
            store,
            target,
            Selection.of(target.kind(), body.parameters()),
            body.number("resourceVersion", 0),
            body.is("allowWatchBookmarks"),
            body.number("timeoutSeconds", WATCH_SECONDS));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    watching.run(
        event -> {
          out.write(JSON.writeValueAsBytes(event));
          out.write('\n');
          out.flush();
        },
        form::of);
  }

  private void patch(HttpExchange exchange, Target target, Body body) throws IOException {
    boolean present = store.get(target).isPresent();
    if (body.mediaType().equals("application/apply-patch+yaml")) {
      send(exchange, present ? 200 : 201, writes.apply(target, body.json(), body.options("Apply")));
      return;
    }
    body.patchable();
    Writes.Options options = body.options("Patch");
    synchronized (store) {
      ObjectNode before = store.get(target).orElseThrow(() -> ApiFailure.notFound(target));
      JsonNode patched = body.patched(target, before);
      send(exchange, 200, writes.update(target, (ObjectNode) patched, options));
    }
  }

  private static Target only(boolean allowed, Target target) {
    if (!allowed) {
      throw notAllowed();
    }
    return target;
  }

  private static ApiFailure notAllowed() {
    return new ApiFailure(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  private static ObjectNode deleted(Target target, ObjectNode gone) {
    ObjectNode status =
        JSON.createObjectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Success");
    status
        .putObject("details")
        .put("name", target.name())
        .put("kind", target.kind().plural)
        .set("uid", gone.path("metadata").path("uid"));
    return status;
  }

  private static void send(HttpExchange exchange, int code, JsonNode answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(Objects.requireNonNull(answer));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
