// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.secrets.SecretMask;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxSecretsTests extends PlanTestCase {

    private static final Settings SETTINGS = name -> Optional.empty();

    private static final String VARIABLES = """
            {name: app,
             env: [{name: DB_PASSWORD, value: of-baseline}, {name: DB_USER, value: shop-user},
                   {name: VAULT, valueFrom: {secretKeyRef: {name: vault, key: password}}}],
             envFrom: [{prefix: SMTP_, secretRef: {name: smtp}}],""".replace("\n", " ");

    private final Survey survey =
            survey(resource("pricing.yaml").replace("{name: app,", VARIABLES)).build();

    @Test
    void whatIsNoSecretStaysReadable() {
        SandboxPlan plan =
                plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10").env("CURRENCY", "forked"));

        String text = "10 items of forked for shop-user at pricing-k7f3q5tbma";
        assertThat(plan.mask().clean(text)).isEqualTo(text);
        assertThat(plan.yaml()).contains("value: \"10\"", "value: forked", "value: shop-user");
    }

    @Test
    void whatTheBaselineHasIsHiddenInTexts() {
        SecretMask mask =
                plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10")).mask();

        assertThat(mask.clean("refused of-baseline for shop-user")).isEqualTo("refused *** for shop-user");
    }

    @Test
    void whatReplacesAValueOfASecretIsOne() {
        SandboxPlan plan = plan(survey, ForkSpec.of("pricing").env("VAULT", "not-for-you"));

        assertThat(plan.mask().clean("got not-for-you")).isEqualTo("got ***");
        assertThat(plan.yaml()).doesNotContain("not-for-you");
    }

    @Test
    void aLogNamesVariablesOfSecretsWhoseValuesNobodyKnows() {
        SecretMask mask =
                plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10")).mask();

        assertThat(mask.log(List.of("VAULT=x1 SMTP_HOST=x2 DISCOUNT=10 DB_USER=x3")))
                .containsExactly("VAULT=*** SMTP_HOST=*** DISCOUNT=10 DB_USER=x3");
    }

    @Test
    void aValueThatIsANameIsHiddenInItsOwnPlaceOnly() {
        SandboxPlan plan = plan(survey, ForkSpec.of("pricing").secretEnv("MODE", "pricing"));

        assertThat(plan.yaml()).contains("- name: MODE\n          value: '***'", "name: pricing-k7f3q5tbma");
        assertThat(plan.prose()).contains("a copy of deployment/pricing");
        assertThat(plan.mask().log(List.of("MODE=pricing, this is pricing")))
                .containsExactly("MODE=***, this is pricing");
    }

    @Test
    void aShortValueIsHiddenInItsOwnPlaceOnly() {
        SandboxPlan plan = plan(survey, ForkSpec.of("pricing").secretEnv("MODE", "abc"));

        assertThat(plan.yaml()).contains("- name: MODE\n          value: '***'");
        assertThat(plan.mask().clean("abc")).isEqualTo("abc");
    }

    @Test
    void oneSandboxKnowsNothingOfAnother() {
        SecretMask one = plan(survey, ForkSpec.of("pricing").secretEnv("MODE", "swordfish"))
                .mask();
        SecretMask other = plan(survey, ForkSpec.of("pricing").secretEnv("MODE", "hunter2"))
                .mask();

        assertThat(one.clean("swordfish hunter2")).isEqualTo("*** hunter2");
        assertThat(other.clean("swordfish hunter2")).isEqualTo("swordfish ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{op: add, path: /spec/containers/0/env/-, value: {name: API_KEY, value: not-for-you}}]",
                "[{op: replace, path: /spec/containers/0/env/0/value, value: not-for-you}]",
                "[{op: add, path: /metadata/annotations, value: {example.com/token: not-for-you}}]",
                "[{op: add, path: /metadata/annotations, value: {}},"
                        + " {op: add, path: /metadata/annotations/example.com~1token, value: not-for-you}]",
                "[{op: add, path: /spec/containers/0/args, value: [--password, not-for-you]}]",
                "{spec: {containers: [{name: app, env: [{name: API_KEY, value: not-for-you}]}]}}",
                "{spec: {template: {spec: {containers: [{name: app, args: [--token=not-for-you]}]}}}}"
            })
    void aPatchIsLookedThroughLikeATemplate(String patch) {
        ForkSpec.Builder fork = ForkSpec.of("pricing").patch(patch);
        SandboxSpec spec = SandboxSpec.builder().fork(fork).build();

        SandboxPlan plan = plan(survey, fork);

        assertThat(SandboxSecrets.of(spec, SETTINGS).mask().clean("is not-for-you"))
                .isEqualTo("is ***");
        assertThat(plan.mask().clean("is not-for-you")).isEqualTo("is ***");
        assertThat(plan.yaml()).doesNotContain("not-for-you");
    }

    @Test
    void ofAPatchOnlyTheSecretsAreHidden() {
        String patch = "{metadata: {annotations: {example.com/contact: team-one}},"
                + " spec: {containers: [{name: app, args: [--region, europe], env: [{name: CURRENCY, value: euros}]}]}}";

        SandboxPlan plan = plan(survey, ForkSpec.of("pricing").patch(patch));

        assertThat(plan.yaml()).contains("team-one", "- europe", "value: euros");
        assertThat(plan.mask().clean("team-one europe euros")).isEqualTo("team-one europe euros");
    }

    @Test
    void aRefusalWhileThePlanIsMadeQuotesNone() {
        String patch = "[{op: test, path: /spec/containers/0/env/0/value, value: not-for-you}]";

        Throwable refused =
                catchThrowable(() -> plan(survey, ForkSpec.of("pricing").patch(patch)));

        assertThat(refused)
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("The patch of fork [pricing] cannot be applied to its pod template: ")
                .hasMessageNotContainingAny("not-for-you", "of-baseline");
    }

    @Test
    void wordsOfTheSettingCount() {
        Settings settings = name -> Optional.of("currency")
                .filter(any -> name.equals("spurline.secret-names"))
                .map(text -> new Settings.Value(text, "here"));

        SandboxPlan plan = plan(survey, settings, ForkSpec.of("pricing").env("SHOP_CURRENCY", "euros"));

        assertThat(plan.yaml()).contains("- name: SHOP_CURRENCY\n          value: '***'");
        assertThat(plan.mask().clean("in euros")).isEqualTo("in ***");
    }

    /** Behind a sentence, in a command, in an annotation: where nothing says that it is one, and in a plan that is read again. */
    @Property(tries = 200)
    void noSecretIsTold(@ForAll("secrets") String secret) {
        SandboxPlan plan = plan(
                survey,
                ForkSpec.of("pricing")
                        .secretEnv("MODE", secret)
                        .env("NOTE", "it is " + secret + " today")
                        .patch(patch(secret)));

        JsonNode pod = deployment(plan.yaml()).at("/spec/template/spec/containers/0");
        assertThat(pod.path("env"))
                .extracting(variable -> variable.path("name").asText() + "="
                        + variable.path("value").asText())
                .contains("MODE=***", "NOTE=it is *** today", "DB_USER=shop-user");
        assertThat(pod.path("args")).extracting(JsonNode::asText).containsExactly("say", "it is *** today");
        assertThat(plan.mask().clean(plan.prose())).isEqualTo(plan.prose());
    }

    private static String patch(String secret) {
        JsonNode container =
                JsonTrees.tree(Map.of("name", "app", "args", List.of("say", "it is " + secret + " today")));
        return JsonTrees.tree(Map.of("spec", Map.of("containers", List.of(container))))
                .toString();
    }

    private static JsonNode deployment(String yaml) {
        return Stream.of(yaml.split("(?m)^---$", -1))
                .filter(document -> !document.isBlank())
                .map(JsonTrees::parse)
                .filter(object -> object.path("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow();
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars(' ', '\n', 'ß', '€')
                .ofMinLength(5)
                .ofMaxLength(200)
                .map(text -> "<" + text + ">");
    }
}
