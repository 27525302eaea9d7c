// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of objects when their owners go. */
class GarbageCollectorTests extends ControllersTestCase {

    private static final String NOBODY = "11111111-1111-1111-1111-111111111111";

    @Test
    void collects_two_levels_in_the_background() {
        ConfigMap owner = configMap("owner");
        ConfigMap child = configMap("child", owner(owner));
        Secret grandchild = client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("grand")
                        .withNamespace(namespace)
                        .withOwnerReferences(owner(child))
                        .endMetadata()
                        .build())
                .create();

        delete(owner, DeletionPropagation.BACKGROUND);

        awaitGone(child);
        awaitGone(grandchild);
    }

    @Test
    void in_the_foreground_an_owner_waits_for_a_child_that_blocks_it() {
        ConfigMap owner = configMap("owner");
        ConfigMap child = client.resource(new ConfigMapBuilder(draft("child", blocking(owner)))
                        .editMetadata()
                        .withFinalizers("example.com/hold")
                        .endMetadata()
                        .build())
                .create();

        delete(owner, DeletionPropagation.FOREGROUND);

        awaitThat(
                "child is being deleted",
                () -> client.resource(child).get(),
                found -> found.getMetadata().getDeletionTimestamp() != null);
        assertThat(client.resource(owner).get().getMetadata().getFinalizers()).containsExactly("foregroundDeletion");
        merge(child, "{\"metadata\":{\"finalizers\":null}}");
        awaitGone(owner);
        awaitGone(child);
    }

    @Test
    void in_the_foreground_an_owner_does_not_wait_for_a_child_that_does_not_block() {
        ConfigMap owner = configMap("owner");
        ConfigMap child = client.resource(new ConfigMapBuilder(draft("child", owner(owner)))
                        .editMetadata()
                        .withFinalizers("example.com/hold")
                        .endMetadata()
                        .build())
                .create();

        delete(owner, DeletionPropagation.FOREGROUND);

        awaitGone(owner);
        awaitThat(
                "child is being deleted",
                () -> client.resource(child).get(),
                found -> found.getMetadata().getDeletionTimestamp() != null);
        merge(child, "{\"metadata\":{\"finalizers\":null}}");
        awaitGone(child);
    }

    @Test
    void orphaning_removes_the_reference_and_keeps_the_child() {
        ConfigMap owner = configMap("owner");
        ConfigMap child = configMap("child", blocking(owner));

        delete(owner, DeletionPropagation.ORPHAN);

        awaitGone(owner);
        assertThat(client.resource(child).get().getMetadata().getOwnerReferences())
                .isEmpty();
    }

    @Test
    void collects_an_object_whose_owner_never_was() {
        ConfigMap child = configMap(
                "absent",
                new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("nobody")
                        .withUid(NOBODY)
                        .build());

        awaitGone(child);
    }

    @Test
    void collects_an_object_whose_owner_has_the_name_and_another_uid() {
        ConfigMap owner = configMap("real");

        ConfigMap child = configMap(
                "wronguid",
                new OwnerReferenceBuilder(owner(owner)).withUid(NOBODY).build());

        awaitGone(child);
        assertThat(exists(owner)).isTrue();
    }

    @Test
    void an_owner_in_another_namespace_counts_as_absent() {
        ConfigMap far = configMap("far");
        String near = namespace;
        namespace = createNamespace("far");

        ConfigMap child = configMap("cross", owner(far));

        awaitGone(child);
        assertThat(client.configMaps().inNamespace(near).withName("far").get()).isNotNull();
    }

    @Test
    void an_object_of_two_owners_loses_the_dead_one_and_goes_with_the_last() {
        ConfigMap one = configMap("one");
        ConfigMap other = configMap("other");
        ConfigMap both = configMap("both", owner(one), owner(other));

        delete(one, DeletionPropagation.BACKGROUND);

        awaitThat(
                "reference removed",
                () -> client.resource(both).get(),
                found -> found.getMetadata().getOwnerReferences().equals(List.of(owner(other))));
        delete(other, DeletionPropagation.BACKGROUND);
        awaitGone(both);
    }

    @Test
    void an_unknown_kind_of_owner_keeps_the_object() {
        ConfigMap child = configMap(
                "strange",
                new OwnerReferenceBuilder()
                        .withApiVersion("example.com/v1")
                        .withKind("Nothing")
                        .withName("x")
                        .withUid(NOBODY)
                        .build());
        ConfigMap witness = configMap(
                "witness",
                new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("x")
                        .withUid(NOBODY)
                        .build());

        awaitGone(witness);
        assertThat(exists(child)).isTrue();
    }

    @Test
    void custom_resources_of_a_kind_installed_later_own_and_are_owned() {
        String plural = "widgets" + namespace.replace("-", "");
        CustomResourceDefinition definition =
                client.resource(definition(plural)).create();
        ConfigMap owner = configMap("owner");
        GenericKubernetesResource widget = widget(plural, "widget", owner);
        ConfigMap child = configMap("child", owner(widget));

        delete(owner, DeletionPropagation.BACKGROUND);

        awaitThat("widget gone", () -> widgets(plural), List::isEmpty);
        awaitGone(child);
        client.resource(definition).delete();
    }

    private GenericKubernetesResource widget(String plural, String name, ConfigMap owner) {
        GenericKubernetesResource draft = new GenericKubernetesResourceBuilder()
                .withApiVersion("example.com/v1")
                .withKind("Kind" + plural)
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withOwnerReferences(owner(owner))
                .endMetadata()
                .build();
        return awaitThat(
                "the kind is served",
                () -> refused(
                                () -> client.genericKubernetesResources("example.com/v1", "Kind" + plural)
                                        .inNamespace(namespace)
                                        .list(),
                                404)
                        ? null
                        : client.resource(draft).create(),
                created -> created != null);
    }

    private List<GenericKubernetesResource> widgets(String plural) {
        return client.genericKubernetesResources("example.com/v1", "Kind" + plural)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    private static CustomResourceDefinition definition(String plural) {
        return new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName(plural + ".example.com")
                .endMetadata()
                .withNewSpec()
                .withGroup("example.com")
                .withScope("Namespaced")
                .withNewNames()
                .withPlural(plural)
                .withSingular(plural + "x")
                .withKind("Kind" + plural)
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withNewOpenAPIV3Schema()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .endOpenAPIV3Schema()
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
    }

    private static void delete(ConfigMap object, DeletionPropagation policy) {
        client.resource(object).withPropagationPolicy(policy).delete();
    }

    private static void merge(ConfigMap object, String patch) {
        client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
}
