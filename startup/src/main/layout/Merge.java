// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes one jar of a service's libraries, `libraries.jar`, beside the service's own, whose class path it becomes: the
/// JVM spends half a millisecond on each jar of it before `main`, and as much again when something is looked for that is
/// in none. Build-time only: `java Merge.java <folder of jars> <service>`.
///
/// Of two files of one name the class path's first is found, as before. Lists of services are joined. What jars hold for
/// later versions of Java replaces what it is meant to. Licences and the like of which there are several stay as
/// `META-INF/libraries/<jar>/<name>`, where `SHA256SUMS` has the jars as they were published; anything else that two jars
/// have with other content ends the build. Descriptors of modules and OSGi go, as nobody reads them. Signatures go: the
/// cache takes no class of a signed jar, and at each start the JVM would verify the whole jar. Old classes are renewed
/// (see [Renew]).
final class Merge {
  private static final String LIBRARIES = "libraries.jar";
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "META-INF/(MANIFEST[.]MF|INDEX[.]LIST|[^/]*[.](SF|RSA|DSA|EC))|(META-INF/versions/[0-9]+/)?(module-info[.]class|OSGI-INF/.*)");
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/([0-9]+)/(.*)");
  private static final Pattern SEVERAL = Pattern.compile("META-INF/[^/]+");

  /// Micronaut reads every jar that has such a folder as a whole.
  private static final String BEANS = "META-INF/micronaut/";

  private static final String SERVICES = "META-INF/services/";
  private static final String APART = "META-INF/libraries/";

  private final Map<String, byte[]> merged = new TreeMap<>();
  private final Map<String, Set<String>> services = new TreeMap<>();
  private final Map<String, byte[]> beans = new TreeMap<>();
  private final StringBuilder sums = new StringBuilder();

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path own = folder.resolve(arguments[1] + ".jar");
    Map<String, byte[]> ours = Jars.read(own);
    var manifest = new Manifest(new ByteArrayInputStream(ours.get(Jars.MANIFEST)));
    List<String> names = List.of(manifest.getMainAttributes().getValue(Name.CLASS_PATH).split(" "));
    allOf(folder, own, names);

    var merge = new Merge();
    for (String name : names) {
      merge.add(folder.resolve(name));
    }
    manifest.getMainAttributes().put(Name.CLASS_PATH, LIBRARIES);
    ours.put(Jars.MANIFEST, bytes(manifest));
    ours.putAll(merge.beans);
    Map<String, byte[]> libraries = merge.libraries();
    int renewed = Renew.all(libraries);
    Jars.write(folder.resolve(LIBRARIES), libraries);
    Jars.write(own, ours);
    for (String name : names) {
      Files.delete(folder.resolve(name));
    }
    System.out.printf(
        "merged %d libraries, %d files, %d classes renewed%n", names.size(), libraries.size(), renewed);
  }

  /// A jar that the class path does not name would be lost.
  private static void allOf(Path folder, Path own, List<String> names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var found = new TreeSet<String>();
      files
          .filter(file -> file.toString().endsWith(".jar") && !file.equals(own))
          .forEach(file -> found.add(file.getFileName().toString()));
      if (!found.equals(new TreeSet<>(names))) {
        throw new IOException("the jars are " + found + ", those of the class path " + new TreeSet<>(names));
      }
    }
  }

  private void add(Path jar) throws IOException {
    String name = jar.getFileName().toString();
    sums.append(sha256(jar)).append("  ").append(name).append('\n');
    Map<String, byte[]> files = Jars.read(jar);
    for (var file : current(files).entrySet()) {
      if (file.getKey().startsWith(SERVICES)) {
        services.computeIfAbsent(file.getKey(), _ -> new LinkedHashSet<>()).addAll(lines(file.getValue()));
      } else if (file.getKey().startsWith(BEANS)) {
        beans.putIfAbsent(file.getKey(), file.getValue());
      } else {
        add(name, file.getKey(), file.getValue());
      }
    }
  }

  private void add(String jar, String name, byte[] content) throws IOException {
    byte[] there = merged.putIfAbsent(name, content);
    if (there == null || Arrays.equals(there, content)) {
      return;
    }
    if (!SEVERAL.matcher(name).matches()) {
      throw new IOException(jar + " and a jar before it have each a " + name + ", with other content");
    }
    merged.put(APART + jar + "/" + name, content);
  }

  /// What this version of Java finds in a jar.
  private static Map<String, byte[]> current(Map<String, byte[]> files) throws IOException {
    byte[] manifest = files.getOrDefault(Jars.MANIFEST, new byte[0]);
    var attributes = new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
    boolean versions = "true".equalsIgnoreCase(attributes.getValue(Name.MULTI_RELEASE));
    var current = new TreeMap<String, byte[]>();
    var later = new TreeMap<Integer, Map<String, byte[]>>();
    for (var file : files.entrySet()) {
      String name = file.getKey();
      Matcher versioned = VERSIONED.matcher(name);
      if (LEFT_OUT.matcher(name).matches() || name.endsWith("/") && !name.startsWith(BEANS)) {
        continue;
      }
      if (!versioned.matches()) {
        current.put(name, file.getValue());
      } else if (versions) {
        later
            .computeIfAbsent(Integer.parseInt(versioned.group(1)), _ -> new TreeMap<>())
            .put(versioned.group(2), file.getValue());
      }
    }
    later.headMap(Runtime.version().feature(), true).values().forEach(current::putAll);
    return current;
  }

  private Map<String, byte[]> libraries() throws IOException {
    services.forEach(
        (name, lines) -> merged.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
    merged.put(APART + "SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
    merged.put(Jars.MANIFEST, "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
    return merged;
  }

  private static List<String> lines(byte[] services) {
    return new String(services, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static byte[] bytes(Manifest manifest) throws IOException {
    var bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static String sha256(Path jar) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    } catch (NoSuchAlgorithmException impossible) { // every JVM has it
      throw new IOException(impossible);
    }
  }
}
