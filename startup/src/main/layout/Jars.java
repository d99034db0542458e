// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Jars as files by name. Build-time only.
final class Jars {
  static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // a zip knows no earlier one

  private Jars() {}

  /// All files of a jar, and its folders, whose names end with a slash.
  static Map<String, byte[]> read(Path jar) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  /// The manifest first, as readers of streams expect; the rest by name, with fixed times.
  static void write(Path jar, Map<String, byte[]> entries) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(zip, MANIFEST, entries.get(MANIFEST));
      for (var entry : new TreeMap<>(entries).entrySet()) {
        if (!entry.getKey().equals(MANIFEST)) {
          put(zip, entry.getKey(), entry.getValue());
        }
      }
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
