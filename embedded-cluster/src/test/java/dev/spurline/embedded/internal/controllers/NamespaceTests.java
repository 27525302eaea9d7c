// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a namespace comes with and how it goes. */
class NamespaceTests extends ControllersTestCase {

    @Test
    void comes_with_a_service_account_and_the_authority() {
        awaitThat(
                "account",
                () -> client.serviceAccounts()
                        .inNamespace(namespace)
                        .withName("default")
                        .get(),
                found -> found != null);
        ConfigMap authority = awaitThat(
                "authority",
                () -> client.configMaps()
                        .inNamespace(namespace)
                        .withName("kube-root-ca.crt")
                        .get(),
                found -> found != null);

        assertThat(authority.getData().get("ca.crt")).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void goes_after_its_contents() {
        configMap("one");
        client.resource(deployment("web", 2)).create();
        awaitPods("web", 2);
        Namespace before = client.namespaces().withName(namespace).get();

        client.namespaces().withName(namespace).delete();

        awaitGone(before);
    }

    @Test
    void waits_for_an_object_that_a_finalizer_holds_and_says_so() {
        ConfigMap held = client.resource(new ConfigMapBuilder(draft("held"))
                        .editMetadata()
                        .withFinalizers("example.com/hold")
                        .endMetadata()
                        .build())
                .create();
        Namespace before = client.namespaces().withName(namespace).get();

        client.namespaces().withName(namespace).delete();

        NamespaceCondition remaining = awaitThat(
                        "condition",
                        () -> client.namespaces().withName(namespace).get().getStatus().getConditions().stream()
                                .filter(condition -> condition.getType().equals("NamespaceFinalizersRemaining"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(remaining.getStatus()).isEqualTo("True");
        assertThat(remaining.getMessage())
                .isEqualTo(
                        "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances");
        assertThat(client.namespaces().withName(namespace).get().getStatus().getPhase())
                .isEqualTo("Terminating");
        client.resource(held).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
        awaitGone(before);
    }
}
