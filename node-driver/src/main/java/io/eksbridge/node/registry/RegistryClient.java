// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.ImageLimits;
import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.LibraryProblem;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.registry.Web.Answer;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/// Images of registries. What is not what its digest says is never handed on.
public final class RegistryClient {
  private static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";
  private static final String ANYTHING = "*/*";
  private static final Duration PATIENCE = Duration.ofSeconds(60); // for all but layers

  private final Hosts hosts;
  private final Web web;
  private final Credentials credentials;
  private final Platform platform;
  private final Duration patience;
  private final AtomicBoolean loaded = new AtomicBoolean();

  /// Asks those hosts, with those credentials, for images for that platform.
  public RegistryClient(Hosts hosts, Credentials credentials, Platform platform) {
    this(hosts, credentials, platform, Web.STALL, PATIENCE);
  }

  RegistryClient(
      Hosts hosts, Credentials credentials, Platform platform, Duration stall, Duration patience) {
    this.patience = patience;
    this.hosts = hosts;
    this.web = new Web(hosts, stall);
    this.credentials = credentials;
    this.platform = platform;
  }

  /// Has another thread load what the first request, for that image, needs, while this one does
  /// other things; nothing where there was a request before.
  public void loadAhead(ImageReference first) {
    if (loaded.getAndSet(true)) {
      return;
    }
    Thread _ =
        Thread.ofPlatform()
            .name("library-load")
            .daemon()
            .start(
                () -> {
                  Digest.load();
                  JsonTree.load();
                  if (!hosts.isPlain(first.host())) {
                    loadTls();
                  }
                });
  }

  private void loadTls() {
    try {
      web.load();
    } catch (LibraryFailure _) { // whoever needs it is told
    }
  }

  private record Document(String digest, JsonTree json) {}

  /// The image that a reference means now, for this node.
  public Image image(ImageReference reference) {
    var session = new Session(web, hosts, credentials, reference, Limit.in(patience));
    String asked = reference.digest().or(reference::tag).orElseThrow();
    Document found = manifest(session, asked, reference.digest());
    List<JsonTree> children = found.json().at("manifests").elements();
    if (!children.isEmpty()) {
      String child =
          switch (platform.choose(children.stream().map(RegistryClient::child).toList())) {
            case Platform.Choice.Image(var digest) -> digest;
            case Platform.Choice.None(var why) -> throw new LibraryFailure(why);
          };
      found = manifest(session, child, Optional.of(child));
    } else {
      fits(session, found.json());
    }
    return Image.read(found.digest(), found.json());
  }

  private static Platform.Child child(JsonTree descriptor) {
    JsonTree made = descriptor.at("platform");
    var platform = new Platform(made.at("os").text(), made.at("architecture").text());
    return new Platform.Child(
        Image.digest(descriptor), Optional.of(platform).filter(each -> !each.os().isEmpty()));
  }

  private static Document manifest(Session session, String asked, Optional<String> digest) {
    try (Answer answer = session.get("manifests/" + asked, MANIFESTS)) {
      byte[] body = answer.atMost(ImageLimits.MANIFEST_BYTES + 1);
      if (body.length > ImageLimits.MANIFEST_BYTES) {
        throw new LibraryFailure(LibraryProblem.large("its manifest is no manifest"));
      }
      String found = Digest.of(body);
      if (!digest.orElse(answer.header("Docker-Content-Digest").orElse(found)).equals(found)) {
        throw lying(session, asked);
      }
      return new Document(found, parsed(body));
    } catch (IOException failure) {
      throw session.unreachable(failure);
    }
  }

  private static JsonTree parsed(byte[] body) {
    try {
      return JsonTree.parse(body);
    } catch (IOException _) {
      throw new LibraryFailure(LibraryProblem.unfit("its manifest is no JSON"));
    }
  }

  /// An image without an index says in its configuration what it is for.
  private void fits(Session session, JsonTree manifest) {
    JsonTree descriptor = manifest.at("config");
    String digest = Image.digest(descriptor);
    try (Answer answer = session.get("blobs/" + digest, ANYTHING)) {
      byte[] body = answer.atMost(ImageLimits.MANIFEST_BYTES);
      if (!Digest.of(body).equals(digest)) {
        throw lying(session, digest);
      }
      JsonTree configuration = parsed(body);
      var found =
          new Platform(configuration.at("os").text(), configuration.at("architecture").text());
      if (!found.equals(platform)) {
        throw new LibraryFailure(platform.other(found.text()));
      }
    } catch (IOException failure) {
      throw session.unreachable(failure);
    }
  }

  static LibraryFailure lying(Session session, String asked) {
    return new LibraryFailure(
        LibraryFault.CORRUPT,
        "what %s sends for %s has another digest".formatted(session.host(), asked));
  }

  /// A layer as it comes; it fails at its end where that is not what was announced.
  ///
  /// @param end by when all of it must be there
  /// @param progress is told how many bytes came
  public Blob layer(
      ImageReference reference, Image.Layer layer, Instant end, LongConsumer progress) {
    var session = new Session(web, hosts, credentials, reference, new Limit(end));
    Answer answer = session.get("blobs/" + layer.digest(), ANYTHING);
    try {
      return new Blob(session, layer, answer, progress);
    } catch (IOException failure) {
      throw session.unreachable(failure);
    }
  }
}
