// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.util.Map;

/// Makes classes that were compiled for Java 5 fit for the ahead-of-time cache: same code, with the stack maps of Java 8,
/// as the cache takes no class without them. Build-time only.
final class Renew {
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private Renew() {}

  /// Renews those of a jar's classes that need it, and can be; how many.
  static int all(Map<String, byte[]> files) {
    ClassFile format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> stream(files, type))
                    .orElse(ClassHierarchyResolver.ofResourceParsing(ClassLoader.getPlatformClassLoader()))));
    int renewed = 0;
    for (var file : files.entrySet()) {
      if (isOld(file.getKey(), file.getValue())) {
        try {
          file.setValue(renewed(format, file.getValue()));
          renewed++;
        } catch (IllegalArgumentException unfit) {
          // it names a class that is in no jar, or jumps to subroutines: it is found without the cache
        }
      }
    }
    return renewed;
  }

  private static ByteArrayInputStream stream(Map<String, byte[]> files, ClassDesc type) {
    String descriptor = type.descriptorString();
    byte[] bytes = files.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
    return bytes == null ? null : new ByteArrayInputStream(bytes);
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
}
