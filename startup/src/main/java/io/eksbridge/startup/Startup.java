// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Runs a command line and, for the commands that serve, the application until it is told to stop.
public final class Startup {
  private static final int ABOVE_ALL =
      Integer.MAX_VALUE - 10; // above the environment and the files

  private static final Duration LONGEST_START = Duration.ofSeconds(20);
  private static final long A_SECOND = Duration.ofSeconds(1).toNanos();
  private static final ScopedValue<LoadingAhead> AHEAD = ScopedValue.newInstance();

  private Startup() {}

  /// Runs `command` and returns its exit code, for `main` to end the process with. A flag may also
  /// be set by a variable: one of `variablePrefixes`, an underscore, and its name in capitals.
  public static int execute(Object command, List<String> variablePrefixes, String... arguments) {
    LogFormat.choose(System.getenv(), System.console());
    var ahead = new LoadingAhead(command);
    try {
      return ScopedValue.where(AHEAD, ahead)
          .call(
              () ->
                  commandLine(
                          command,
                          Subcommands.asked(command, arguments),
                          variablePrefixes,
                          System.getenv())
                      .setExecutionStrategy(ahead::beforeTheCommand)
                      .execute(arguments));
    } finally {
      Logs.end();
    }
  }

  /// The command line of `command` with all its [Subcommands], with our refusals; also what the
  /// reference pages are printed from.
  public static CommandLine commandLine(
      Object command, List<String> variablePrefixes, Map<String, String> environment) {
    List<Class<?>> all = command instanceof Subcommands several ? several.subcommands() : List.of();
    return commandLine(command, all, variablePrefixes, environment);
  }

  private static CommandLine commandLine(
      Object command,
      List<Class<?>> subcommands,
      List<String> variablePrefixes,
      Map<String, String> environment) {
    var line = new CommandLine(command);
    subcommands.forEach(line::addSubcommand);
    return line.setDefaultValueProvider(new Flags(variablePrefixes, environment))
        .setParameterExceptionHandler(Problems::badArguments)
        .setExecutionExceptionHandler(Problems::thrown)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100);
  }

  /// The settings of a parsed command as properties of `service`: what its flags and variables
  // gave.
  public static Map<String, Object> settings(String service, CommandSpec command) {
    return command.defaultValueProvider() instanceof Flags flags
        ? flags.given(service, command)
        : Map.of();
  }

  /// The application of a parsed command, not started. The typed configuration of `service` takes a
  /// value from the flag, the variable, Micronaut's own sources (files, system properties) or its
  /// default, in this order; `fixed` holds what the command itself decides.
  public static ApplicationContext context(
      String service, CommandSpec command, Map<String, Object> fixed) {
    var properties = new LinkedHashMap<>(settings(service, command));
    properties.putAll(fixed);
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .banner(false)
        .eagerInitConfiguration(true)
        .propertySources(PropertySource.of("flags", properties, ABOVE_ALL))
        .build();
  }

  /// Serves the application of a parsed command until SIGTERM, then closes it in order and ends
  /// with [ExitCode#OK].
  public static int serve(String service, CommandSpec command, Map<String, Object> fixed) {
    ApplicationContext context = context(service, command, fixed);
    var begun = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(context, begun), "stop"));
    try {
      if (AHEAD.isBound()) {
        AHEAD.get().beforeTheContext();
      }
      context.start();
      context.getBean(EmbeddedServer.class).start();
    } catch (RuntimeException failure) {
      context.close();
      throw failure;
    } finally {
      begun.countDown();
    }
    LoggerFactory.getLogger(Startup.class)
        .atInfo()
        .addKeyValue("service", service)
        .addKeyValue("version", Version.of(command.userObject().getClass()))
        .log("started");
    while (context.isRunning()) {
      LockSupport.parkNanos(context, A_SECOND);
    }
    return ExitCode.FAILED; // it was closed from the inside
  }

  /// Whoever is told to stop in the midst of his start starts first: half a start cannot be undone.
  private static void stop(ApplicationContext context, CountDownLatch begun) {
    boolean whole;
    try {
      whole = begun.await(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      whole = false;
    }
    if (whole && context.isRunning()) {
      context.close();
      Logs.end();
      Runtime.getRuntime().halt(ExitCode.OK); // an ordered stop is no failure: not 143
    }
  }
}
