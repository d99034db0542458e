// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Makes jars fit for the ahead-of-time cache. Classes that were compiled for Java 5 are renewed: same code, with the stack
/// maps of Java 8, as the cache takes no class without them. Signatures are taken away: the cache takes no class of a signed
/// jar, and at each start the JVM would verify the whole jar, a sixth of what the main thread does until the controller
/// serves. Build-time only: `java Renew.java <folder of jars>`; other jars are left alone.
final class Renew {
  private static final int FIRST_WITH_STACK_MAPS = 50;
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String SIGNATURE = "META-INF/[^/]*[.](SF|RSA|DSA|EC)";
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // a zip knows no earlier one

  public static void main(String[] arguments) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    var urls = new ArrayList<URL>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    try (var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      ClassFile format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
      var renewed = new LinkedHashMap<Path, byte[]>(); // written when all are read: each may name classes of another
      for (Path jar : jars) {
        renew(jar, format).ifPresent(bytes -> renewed.put(jar, bytes));
      }
      for (var jar : renewed.entrySet()) {
        Files.write(jar.getKey(), jar.getValue());
      }
    }
  }

  private static Optional<byte[]> renew(Path jar, ClassFile format) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    int renewed = 0;
    int left = 0;
    boolean signed = false;
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().matches(SIGNATURE)) {
          signed = true;
          continue;
        }
        if (isOld(entry.getName(), bytes)) {
          try {
            bytes = renewed(format, bytes);
            renewed++;
          } catch (IllegalArgumentException unfit) { // it names a class that is in no jar, or jumps to subroutines
            left++;
          }
        }
        entries.put(entry.getName(), bytes);
      }
    }
    if (renewed > 0) {
      System.out.println("renewed " + renewed + " classes of " + jar.getFileName() + (left == 0 ? "" : ", left " + left));
    }
    if (signed) {
      entries.computeIfPresent(MANIFEST, (_, bytes) -> withoutDigests(bytes));
      System.out.println("took the signature of " + jar.getFileName() + " away");
    }
    if (renewed == 0 && !signed) {
      return Optional.empty();
    }
    return Optional.of(packed(entries));
  }

  /// The attributes of the whole jar; those of each entry are what its signature is made of.
  private static byte[] withoutDigests(byte[] manifest) {
    try {
      var whole = new Manifest(new ByteArrayInputStream(manifest));
      whole.getEntries().clear();
      var bytes = new ByteArrayOutputStream();
      whole.write(bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) { // in memory
      throw new UncheckedIOException(impossible);
    }
  }

  private static boolean isOld(String name, byte[] bytes) {
    return name.endsWith(".class") && bytes.length > 8 && ((bytes[6] & 0xff) << 8 | (bytes[7] & 0xff)) < FIRST_WITH_STACK_MAPS;
  }

  private static byte[] renewed(ClassFile format, byte[] bytes) {
    ClassModel model = format.parse(bytes);
    ClassTransform anew =
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(
                (builder, element) -> {
                  if (element instanceof ClassFileVersion) {
                    builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                  } else {
                    builder.with(element);
                  }
                });
    return format.transformClass(model, anew);
  }

  /// The manifest first, as readers of streams expect; the rest by name, with fixed times.
  private static byte[] packed(TreeMap<String, byte[]> entries) throws IOException {
    var buffer = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(buffer)) {
      byte[] manifest = entries.remove(MANIFEST);
      if (manifest != null) {
        put(zip, MANIFEST, manifest);
      }
      for (var entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
    }
    return buffer.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
