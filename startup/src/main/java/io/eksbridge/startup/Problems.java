// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.context.exceptions.DependencyInjectionException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import java.net.BindException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The one place where what goes wrong at the start becomes a line on standard error and an exit
/// code.
final class Problems {
  private Problems() {}

  static int badArguments(ParameterException problem, String[] arguments) {
    return refuse(problem.getCommandLine(), firstLine(problem));
  }

  static int thrown(Exception problem, CommandLine command, ParseResult line) {
    Optional<String> refusal = refusal(problem);
    if (refusal.isPresent()) {
      LoggerFactory.getLogger(Problems.class).debug("refused", problem);
      return refuse(command, refusal.get());
    }
    LoggerFactory.getLogger(Problems.class).error("failed", problem);
    return ExitCode.FAILED;
  }

  /// The line to print when the operator can mend it, nothing when it is a surprise.
  static Optional<String> refusal(Throwable problem) {
    return Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
        .map(
            cause ->
                switch (cause) {
                  case Refusal refusal -> firstLine(refusal);
                  case BindException busy -> "cannot listen: " + firstLine(busy);
                  case ConversionErrorException badValue -> firstLine(badValue);
                  case DependencyInjectionException badValue -> conversion(badValue);
                  case ConfigurationException badConfiguration
                      when badConfiguration.getCause() == null ->
                      firstLine(badConfiguration);
                  default -> "";
                })
        .filter(line -> !line.isEmpty())
        .reduce((outer, inner) -> inner);
  }

  private static int refuse(CommandLine command, String line) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + line + " (see " + name + " --help)");
    return ExitCode.REFUSED;
  }

  private static String conversion(DependencyInjectionException problem) {
    return String.valueOf(problem.getMessage())
        .lines()
        .filter(line -> line.contains("Unable to convert value"))
        .map(line -> line.replaceFirst("^Message: ", ""))
        .findFirst()
        .orElse("");
  }

  private static String firstLine(Throwable problem) {
    String message = problem.getMessage();
    return message == null
        ? problem.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
