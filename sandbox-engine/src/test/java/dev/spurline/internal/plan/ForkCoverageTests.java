// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.routing.RoutingChoice;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a sandbox that somebody else has opened lacks of what is asked for. */
class ForkCoverageTests {

    private static final RecordedSandbox SANDBOX = new RecordedSandbox(
            Map.of("baggage", "spurline=k7f3q5tbma"),
            RoutingChoice.AUTO,
            true,
            List.of(new RecordedSandbox.Fork("deployment/pricing", "shop", "pricing-k7f3q5tbma", "app", List.of())),
            List.of("cronjob/report"),
            List.of());

    private static final Deployment PRICING = Serialization.unmarshal("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: pricing-k7f3q5tbma, namespace: shop}
            spec:
              template:
                spec:
                  initContainers: [{name: migrate, image: "registry/migrate:1"}]
                  containers:
                  - name: app
                    image: registry/pricing:7
                    env:
                    - {name: DISCOUNT, value: "10"}
                    - {name: TOKEN, valueFrom: {secretKeyRef: {name: tokens, key: pricing}}}
                    ports: [{containerPort: 8080, name: http, protocol: TCP}]
                    resources: {limits: {memory: 1Gi}}
            """, Deployment.class);

    @Test
    void whatIsNotNamedIsNotAskedFor() {
        assertThat(differences(ForkSpec.of("pricing"))).isEmpty();
    }

    @Test
    void whatIsThereIsCovered() {
        assertThat(differences(ForkSpec.of("pricing")
                        .container("app")
                        .image("registry/pricing:7")
                        .env("DISCOUNT", "10")
                        .unset("LEGACY")
                        .skipInit("warm-up")
                        .patch("""
                                spec:
                                  containers:
                                  - name: app
                                    ports: [{containerPort: 8080, name: http}]
                                    resources: {limits: {memory: 1024Mi}}
                                """)))
                .isEmpty();
    }

    @Test
    void anImageOfTheSettingsIsAskedFor() {
        Settings settings = settings(Map.of("spurline.image.pricing", "registry/pricing:8"));

        assertThat(differences(settings, ForkSpec.of("pricing").image("registry/pricing:7")))
                .containsExactly(
                        "fork [deployment/pricing] image: asked for [registry/pricing:8], it has [registry/pricing:7]");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(differences(ForkSpec.of("pricing")
                        .container("proxy")
                        .env("TOKEN", "1")
                        .env("NEW", "1")
                        .unset("DISCOUNT")
                        .skipInit("migrate")))
                .containsExactly(
                        "fork [deployment/pricing] container: asked for [proxy], it has [app]",
                        "fork [deployment/pricing] env NEW: asked for [1], it is not set",
                        "fork [deployment/pricing] env TOKEN: asked for [1], it is set by a reference",
                        "fork [deployment/pricing] env DISCOUNT was to be unset, and it has it",
                        "fork [deployment/pricing] init container [migrate] was to be left out, and it has it");
    }

    @Test
    void aListOfOperationsCannotBeCompared() {
        assertThat(differences(ForkSpec.of("pricing")
                        .patch("[{op: add, path: /spec/containers/0/env/-, value: {name: A, value: b}}]")))
                .containsExactly(
                        "fork [deployment/pricing] patch is a list of operations, of which it cannot be told whether they were applied: write it as the template that it makes");
    }

    @Test
    void workloadsThatAreNotForkedAreNamedWithThoseThatAre() {
        assertThat(differences(ForkSpec.of("pricing").namespace("other"), ForkSpec.of("cronjob/report")))
                .containsExactly(
                        "fork [deployment/pricing] in namespace [other] is not in it: it forks [deployment/pricing]",
                        "fork [cronjob/report] runs when a test asks for it, and only who opened the sandbox can do that");
    }

    private static List<String> differences(ForkSpec.Builder... forks) {
        return differences(settings(Map.of()), forks);
    }

    @Test
    void noValueMeansThatThereIsNone() {
        assertThat(differences(ForkSpec.of("pricing").env("NEW", "nothing").env("TOKEN", "a reference")))
                .containsExactly(
                        "fork [deployment/pricing] env NEW: asked for [nothing], it is not set",
                        "fork [deployment/pricing] env TOKEN: asked for [a reference], it is set by a reference");
    }

    @Test
    void whatMayComeFromElsewhereIsInDoubt() {
        Deployment taking = Serialization.unmarshal(
                Serialization.asYaml(PRICING)
                        .replace(
                                "image: \"registry/pricing:7\"",
                                "image: \"registry/pricing:7\"\n        envFrom: [{configMapRef: {name: defaults}}, {secretRef: {name: more}}]"),
                Deployment.class);

        ForkCoverage coverage = coverage(
                settings(Map.of()),
                taking,
                ForkSpec.of("pricing").unset("LEGACY").unset("DISCOUNT"));

        assertThat(coverage.differences())
                .containsExactly("fork [deployment/pricing] env DISCOUNT was to be unset, and it has it");
        assertThat(coverage.doubts())
                .containsExactly(
                        "fork [deployment/pricing] has env [LEGACY], which was to be unset, if [ConfigMap defaults, Secret more] has it");
    }

    private static List<String> differences(Settings settings, ForkSpec.Builder... forks) {
        return coverage(settings, PRICING, forks).differences();
    }

    private static ForkCoverage coverage(Settings settings, Deployment deployment, ForkSpec.Builder... forks) {
        SandboxSpec.Builder spec = SandboxSpec.builder();
        for (ForkSpec.Builder fork : forks) {
            spec.fork(fork);
        }
        return ForkCoverage.of(spec.build(), "shop", settings, SANDBOX, List.of(deployment));
    }

    private static Settings settings(Map<String, String> given) {
        return name -> Optional.ofNullable(given.get(name)).map(text -> new Settings.Value(text, "the test"));
    }
}
