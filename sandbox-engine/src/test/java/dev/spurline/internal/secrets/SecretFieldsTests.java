// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.text.JsonTrees;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SecretFieldsTests {

    private static final SecretFields FIELDS = new SecretFields(SecretNames.with(List.of()));

    @Test
    void findsSecretsByTheNameBesideTheValue() {
        assertFound(
                "{env: [{name: PASSWORD, value: a1}, {name: USER, value: b1}, {name: PIN_TOKEN, value: 1234}]}",
                "a1",
                "1234");
    }

    @Test
    void findsSecretsByTheNameOfTheField() {
        assertFound("{annotations: {a/token: a1, a/team: b1, a/passwords: c1}}", "a1", "c1");
    }

    @Test
    void takesNamesAndFlagsOfKubernetesForWhatTheyAre() {
        assertFound("""
                {automountServiceAccountToken: false, imagePullSecrets: [{name: registry}],
                 volumes: [{secret: {secretName: vault, items: [{key: password, path: a}]}},
                           {projected: {sources: [{serviceAccountToken: {audience: a, expirationSeconds: 3600, path: token}}]}}],
                 env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: vault, key: password}}}],
                 labels: {auth: basic, a/token: b}, selector: {matchLabels: {api-key: c}},
                 tolerations: [{key: secret, operator: Exists}], affinity: {topologyKey: zone}, max_tokens: 5}""");
    }

    @Test
    void findsSecretsInCommands() {
        assertFound(
                "{command: [sh, -c, 'A_TOKEN=a1 run --password b1 --user u'], args: [--token, c1, --key=d1, --secret, --verbose, e]}",
                "a1",
                "b1",
                "c1",
                "d1");
    }

    @Test
    void findsSecretsInTexts() {
        assertFound(
                "{env: [{name: A, value: 'jdbc:x://db?user=u&password=a%2F1'}, {name: B, value: '{\"apiKey\": \"b1\"}'}]}",
                "a%2F1", "a/1", "b1");
    }

    @Test
    void findsThePasswordOfAnAddressAndNotTheUser() {
        assertFound(
                "{env: [{name: A, value: 'amqp://shop:a%401@mq'}, {name: B, value: 'ssh://git@host'}, {name: SENTRY_DSN, value: 'https://0123456789abcdef@sentry/1'}]}",
                "a%401", "a@1", "https://0123456789abcdef@sentry/1", "0123456789abcdef");
    }

    @Test
    void leavesWhatIsNoText() {
        assertThatJson(FIELDS.masked(
                        JsonTrees.parse(
                                "{args: [1, true, {a: b}], command: {token: a1}, env: [{name: TOKEN, value: null}]}"),
                        UnaryOperator.identity()))
                .isEqualTo("{args: [1, true, {a: 'b'}], command: {token: '***'}, env: [{name: 'TOKEN', value: null}]}");
    }

    @Test
    void leavesReferencesToVariables() {
        assertThatJson(FIELDS.masked(
                        JsonTrees.parse(
                                "{env: [{name: TOKEN, value: $(VAULT)}], args: [--token, $(VAULT), --key=$(VAULT)]}"),
                        UnaryOperator.identity()))
                .isEqualTo(
                        "{env: [{name: 'TOKEN', value: '$(VAULT)'}], args: ['--token', '$(VAULT)', '--key=$(VAULT)']}");
    }

    @Test
    void whatIsFoundIsWhatIsTakenOut() {
        String text =
                "{env: [{name: TOKEN, value: a1}, {name: A, value: 'x://u:b1@h password=c1'}], args: [--key, d1]}";

        assertFound(text, "a1", "b1", "c1", "d1");
        assertThatJson(FIELDS.masked(JsonTrees.parse(text), UnaryOperator.identity()))
                .isEqualTo("{env: [{name: 'TOKEN', value: '***'}, {name: 'A', value: 'x://***@h password=***'}],"
                        + " args: ['--key', '***']}");
    }

    private static void assertFound(String yaml, String... secrets) {
        assertThat(FIELDS.in(JsonTrees.parse(yaml))).containsExactlyInAnyOrder(secrets);
    }
}
