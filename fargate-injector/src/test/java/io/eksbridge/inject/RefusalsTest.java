// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Startup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the operator can mend is one line and exit code 2.
final class RefusalsTest {
  @ParameterizedTest
  @CsvSource({
    "--port=0,                          --port must be between 1 and 65535",
    "--management-port=70000,           --management-port must be between 1 and 65535",
    "--management-port=8443,            --port and --management-port must differ",
    "--max-body=10,                     --max-body must be at least 1024",
    "--kubeconfig=/no/such,             --kubeconfig /no/such: no such file",
    "--kubeconfig=/dev/null,            --kubeconfig /dev/null cannot be used",
    "--sync-wait-seconds=-1,            --sync-wait-seconds must not be negative",
    "--image=a b,                       --image must be an image reference",
    "--site=https://x,                  --site must be a host name",
    "--secret-name=Big,                 --secret-name must be a name of lower-case letters",
    "--api-key-key=a/b,                 --api-key-key must be a key",
    "--token-key=a b,                   --token-key must be a key",
    "--cpu=much,                        --cpu must be a quantity",
    "--memory=0,                        --memory must be a quantity",
    "--pull-secrets=A,                   --pull-secrets must be a name of lower-case letters",
    "--tags=team,                        --tags must be key:value",
    "--logs=some,                        --logs must be one of off",
    "--form=other,                       --form must be one of auto",
    "--hardening=x,                      --hardening must be one of auto",
    "--address=dns,                      --address must be one of auto",
    "--size=grow,                        --size must be one of warn",
    "--pod-settings=image,               --pod-settings must be one of cpu",
    "--cpu-range=1-50m,                  --cpu-range: ",
    "--memory-range=much,                --memory-range: ",
    "--profiles=/dev/null,              --profiles /dev/null must hold a list",
    "--profiles=/no/such,                --profiles /no/such: no such file",
    "--kube-system-pods=a==b==c,         --kube-system-pods: ",
    "--official-sidecar=fight,           --official-sidecar must be one of leave",
    "--token-sync-selector=/,            --token-sync-selector: ",
    "--token-sync-names=A_b,             --token-sync-names: ",
    "--token-sync-excluded=.,            --token-sync-excluded: ",
    "--token-sync-namespace=A,           --token-sync-namespace must be a name",
    "--cluster-agent-ca=A,               --cluster-agent-ca must be a name",
    "--cluster-agent-namespace=a/b,     --cluster-agent-namespace must be a DNS name",
    "--cluster-agent-service=,          --cluster-agent-service must be a DNS name",
    "--cluster-domain=.,                --cluster-domain must be a DNS name",
    "--cluster-agent-ip=[fd12::1],      --cluster-agent-ip must be an IP address",
    "--cluster-agent-ip=fe80::1%1,      --cluster-agent-ip must be an IP address",
    "--cluster-agent-ip=10.1,           --cluster-agent-ip must be an IP address",
    "--cluster-agent-ip=dca.datadog,    --cluster-agent-ip must be an IP address",
    "--request-timeout=PT0S,            --request-timeout must be between PT1S and PT1M",
    "--max-connections=0,               --max-connections must be at least 1",
    "--drain-wait=PT2M,                 --drain-wait must be between PT0S and PT1M",
    "--drain-wait=soon,                 Invalid value for option '--drain-wait'",
    "--port=many,                       Invalid value for option '--port'",
    "--no-such-flag,                    Unknown option",
  })
  void whatCannotBeServedIsRefusedInOneLine(String flag, String line) {
    assertThat(refused("webhook", flag.strip())).contains(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--namespace=a.b                    | --namespace must be a DNS label",
        "--service=A                        | --service must be a DNS label",
        "--tls-secret=                      | --tls-secret must be a DNS label",
        "--service-port=0                   | --service-port must be between 1 and 65535",
        "--publish-wait=-PT1S               | must not be negative",
        "--certificate-lifetime=PT32M       | --certificate-lifetime must be at least three times",
        "--certificate-lifetime=90d         | Invalid value for option '--certificate-lifetime'",
        "--tls-source=cert-manager          | --cert-manager-certificate and --tls-source=cert-manager",
        "--cert-manager-certificate=a/b     | --cert-manager-certificate and --tls-source=cert-manager",
        "--tls-source=provided              | --ca-file and --tls-source=provided",
        "--ca-file=/ca.crt                  | --ca-file and --tls-source=provided",
        "--tls-source=nobody                | Invalid value for option '--tls-source'",
        "--kubeconfig=/no/such              | --kubeconfig /no/such: no such file",
      })
  void whatCannotBeKeptIsRefusedInOneLine(String flag, String line) {
    assertThat(refused("controller", flag.strip())).contains(line);
  }

  @Test
  void withoutACommandTheCommandsAreNamed() {
    assertThat(refused()).contains("webhook").contains("explain");
  }

  /// The one line that this command line is refused by.
  private static String refused(String... arguments) {
    var standardError = new StringWriter();

    int code =
        Startup.commandLine(new FargateInjector(), List.of(FargateInjector.VARIABLES), Map.of())
            .setErr(new PrintWriter(standardError, true))
            .execute(arguments);

    assertThat(standardError.toString()).hasLineCount(1);
    assertThat(code).isEqualTo(ExitCode.REFUSED);
    return standardError.toString();
  }
}
