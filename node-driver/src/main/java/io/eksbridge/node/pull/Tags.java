// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which image a reference meant when its registry was asked last; remembered on the disk, so that
/// a driver that starts while the registry is down knows it too.
final class Tags {
  private static final Pattern FORM =
      Pattern.compile("digest=(sha256:[0-9a-f]{64})\nresolved=([0-9]{1,18})\nimage=(.*)\n");

  private final Path folder;
  private final Map<String, Meaning> known = new ConcurrentHashMap<>();

  /// What a reference meant.
  ///
  /// @param digest of the image for this node
  /// @param resolved when the registry said so
  record Meaning(String digest, Instant resolved) {}

  Tags(Path folder) {
    this.folder = folder;
  }

  /// What is known; a digest always means the same.
  Optional<Meaning> find(ImageReference image) {
    Meaning meaning = known.get(key(image));
    return meaning == null ? read(image) : Optional.of(meaning);
  }

  private Optional<Meaning> read(ImageReference image) {
    try {
      Matcher text = FORM.matcher(Files.readString(file(image)));
      if (!text.matches() || !text.group(3).equals(key(image))) {
        return Optional.empty();
      }
      Instant resolved = Instant.ofEpochMilli(Long.parseLong(text.group(2)));
      var meaning = new Meaning(text.group(1), resolved);
      known.put(key(image), meaning);
      return Optional.of(meaning);
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  void remember(ImageReference image, Meaning meaning) {
    known.put(key(image), meaning);
    try {
      Files.createDirectories(folder);
      Path anew = folder.resolve(".new-" + UUID.randomUUID());
      Files.writeString(
          anew,
          "digest=%s\nresolved=%d\nimage=%s\n"
              .formatted(meaning.digest(), meaning.resolved().toEpochMilli(), key(image)));
      Files.move(anew, file(image), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  /// Forgets what is not in the store any more.
  void retain(Set<String> digests) {
    known.values().removeIf(meaning -> !digests.contains(meaning.digest()));
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher text = FORM.matcher(Files.readString(file));
        if (!text.matches() || !digests.contains(text.group(1))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  private Path file(ImageReference image) {
    byte[] name = key(image).getBytes(StandardCharsets.UTF_8);
    return folder.resolve(UUID.nameUUIDFromBytes(name).toString());
  }

  /// By its digest, where it has one: the tag beside it says nothing.
  private static String key(ImageReference image) {
    return image
        .digest()
        .map(digest -> image.host() + "/" + image.repository() + "@" + digest)
        .orElse(image.text());
  }
}
