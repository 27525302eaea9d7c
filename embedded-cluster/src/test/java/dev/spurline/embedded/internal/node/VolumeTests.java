// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.PodContainer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VolumeTests extends NodeTestCase {

    private final Map<String, PodContainer> containers = new ConcurrentHashMap<>();

    @BeforeAll
    void addImages() {
        images.process("local/sh:*", "/bin/sh", "-c");
        images.inProcess("local/reader:*", container -> {
            containers.put(container.pod(), container);
            return answering(8080, 200, "");
        });
    }

    @Test
    void aProcessReadsWhereItsSpecSaysTheMountPath() {
        configMap("greeting", Map.of("text", "hello", "other", "bye"));
        create(shell(
                        "reads",
                        "cat /etc/greeting/text; cat $MOUNT_ETC_GREETING/other; echo; test -w /scratch && echo $PLACE")
                .editSpec()
                .editContainer(0)
                .addNewEnv()
                .withName("PLACE")
                .withValue("file:///etc/greeting/text,http://host/etc/greeting,/etc/greeting-2")
                .endEnv()
                .addToVolumeMounts(mount("greeting", "/etc/greeting"), mount("scratch", "/scratch/"))
                .endContainer()
                .addToVolumes(
                        volume("{name: greeting, configMap: {name: greeting}}"),
                        volume("{name: scratch, emptyDir: {}}"))
                .endSpec());

        Pod pod = awaitEnd("reads");

        String directory = "[^ ]*/pods/" + pod.getMetadata().getUid() + "/volumes/greeting";
        assertThat(log("reads"))
                .matches("hellobye\nfile://" + directory + "/text,http://host/etc/greeting,/etc/greeting-2\n");
    }

    @Test
    void aClaimOutlivesItsPodsAndALaterOneBeginsEmpty() {
        claim();
        create(writer("writes", "echo kept > /data/note"));
        awaitEnd("writes");
        create(writer("finds-it", "cat /data/note"));
        awaitEnd("finds-it");
        assertThat(log("finds-it")).isEqualTo("kept\n");

        client.persistentVolumeClaims()
                .inNamespace("default")
                .withName("data")
                .edit(claim -> new PersistentVolumeClaimBuilder(claim)
                        .editMetadata()
                        .withFinalizers()
                        .endMetadata()
                        .build());
        client.persistentVolumeClaims().inNamespace("default").withName("data").delete();
        claim();
        create(writer("finds-nothing", "ls /data"));
        awaitEnd("finds-nothing");

        assertThat(log("finds-nothing")).isEmpty();
    }

    @Test
    void aPodWaitsForAClaimThatIsNotThere() {
        create(shell("claimless", "true")
                .editSpec()
                .editContainer(0)
                .addToVolumeMounts(mount("data", "/data"))
                .endContainer()
                .addToVolumes(volume("{name: data, persistentVolumeClaim: {claimName: nowhere}}"))
                .endSpec());

        awaitEvent(
                "claimless",
                "Warning FailedMount MountVolume.SetUp failed for volume \"data\" : error processing PVC default/nowhere: failed to fetch PVC from API server: persistentvolumeclaims \"nowhere\" not found");
        client.pods().inNamespace("default").withName("claimless").delete();
        awaitGone("claimless");
    }

    @Test
    void aPodWhoseVolumeCannotEvenBeNamedCanBeDeleted() {
        create(shell("unspeakable", "true")
                .editSpec()
                .addToVolumes(volume("{name: data, hostPath: {path: \"/a\\0b\"}}"))
                .endSpec());

        awaitEvent(
                "unspeakable",
                "Warning FailedMount MountVolume.SetUp failed for volume \"data\" : Nul character not allowed: /a\0b");
        client.pods().inNamespace("default").withName("unspeakable").delete();
        awaitGone("unspeakable");
    }

    private void claim() {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("data")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .addToRequests("storage", new Quantity("1Gi"))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
    }

    private static PodBuilder writer(String name, String command) {
        return shell(name, command)
                .editSpec()
                .editContainer(0)
                .addToVolumeMounts(mount("data", "/data"))
                .endContainer()
                .addToVolumes(volume("{name: data, persistentVolumeClaim: {claimName: data}}"))
                .endSpec();
    }

    @Test
    void anInProcessServerFindsKeysUnderOtherNamesAndTheirChanges() throws IOException {
        configMap("settings", Map.of("a", "1", "b", "2"));
        secret("password", Map.of("p", "c2VjcmV0"));
        create(reader("finds")
                .editSpec()
                .editContainer(0)
                .addToVolumeMounts(mount("all", "/all"))
                .addToVolumeMounts(new io.fabric8.kubernetes.api.model.VolumeMountBuilder(mount("all", "/one.txt"))
                        .withSubPath("deep/b.txt")
                        .build())
                .endContainer()
                .addToVolumes(volume("""
                        name: all
                        projected:
                          sources:
                          - configMap: {name: settings, items: [{key: b, path: deep/b.txt}, {key: a, path: a}]}
                          - secret: {name: password, items: [{key: p, path: p, mode: 256}]}
                          - secret: {name: nowhere, optional: true}
                          - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
                        """))
                .endSpec());
        awaitReady("finds");
        Path all = container("finds").path("/all").orElseThrow();

        assertThat(all.resolve("deep/b.txt")).content().isEqualTo("2");
        assertThat(all.resolve("p")).content().isEqualTo("secret");
        assertThat(Files.getPosixFilePermissions(all.resolve("p"))).hasSize(1);
        assertThat(all.resolve("labels")).content().isEqualTo("app=\"finds\"");
        Path one = container("finds").path("/one.txt").orElseThrow();
        assertThat(one).content().isEqualTo("2");

        configMap("settings", Map.of("a", "1", "b", "3"));
        client.pods()
                .inNamespace("default")
                .withName("finds")
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels("more", "yes")
                        .endMetadata()
                        .build());

        await("the new value")
                .untilAsserted(
                        () -> assertThat(all.resolve("deep/b.txt")).content().isEqualTo("3"));
        await("the new label")
                .untilAsserted(
                        () -> assertThat(all.resolve("labels")).content().isEqualTo("app=\"finds\"\nmore=\"yes\""));
        assertThat(one).as("a mount by subPath does not follow").content().isEqualTo("2");

        client.pods().inNamespace("default").withName("finds").delete();
        awaitGone("finds");
        await("no directory")
                .untilAsserted(() -> assertThat(all.resolve("../..")).doesNotExist());
    }

    @Test
    void aTokenOfTheServiceAccountOpensTheApi() throws IOException {
        await("default account")
                .until(() -> client.serviceAccounts().inNamespace("default").list() != null);
        client.serviceAccounts()
                .inNamespace("default")
                .resource(new io.fabric8.kubernetes.api.model.ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("robot")
                        .endMetadata()
                        .build())
                .create();
        create(reader("token")
                .editSpec()
                .withServiceAccountName("robot")
                .editContainer(0)
                .addToVolumeMounts(mount("t", "/var/run/secrets/t"))
                .endContainer()
                .addToVolumes(volume("{name: t, projected: {sources: [{serviceAccountToken: {path: token}}]}}"))
                .endSpec());
        awaitReady("token");

        Path token = container("token").path("/var/run/secrets/t/token").orElseThrow();

        assertThat(Files.readString(token).split("\\.", -1)).hasSize(3);
    }

    @Test
    void aPodWaitsForWhatItsVolumesReferTo() {
        create(reader("waits")
                .editSpec()
                .editContainer(0)
                .addToVolumeMounts(mount("v", "/v"))
                .endContainer()
                .addToVolumes(volume("{name: v, configMap: {name: later, items: [{key: k, path: k}]}}"))
                .endSpec());

        awaitEvent(
                "waits",
                "Warning FailedMount MountVolume.SetUp failed for volume \"v\" : configmap \"later\" not found");
        assertThat(isWaiting(current("waits"), "ContainerCreating")).isTrue();
        configMap("later", Map.of("other", "1"));
        awaitEvent(
                "waits",
                "Warning FailedMount MountVolume.SetUp failed for volume \"v\" : configmap references non-existent config key: k");
        configMap("later", Map.of("k", "1"));
        awaitReady("waits");
    }

    @Test
    void aPodThatWaitsForItsVolumesCanBeDeleted() {
        create(reader("hopeless")
                .editSpec()
                .addToVolumes(volume("{name: v, secret: {secretName: never}}"))
                .endSpec());
        awaitEvent(
                "hopeless",
                "Warning FailedMount MountVolume.SetUp failed for volume \"v\" : secret \"never\" not found");

        client.pods().inNamespace("default").withName("hopeless").delete();

        awaitGone("hopeless");
    }

    private PodContainer container(String pod) {
        return Objects.requireNonNull(containers.get(pod));
    }

    private Pod awaitEnd(String pod) {
        return awaitPod(pod, "ended", it -> "Succeeded".equals(it.getStatus().getPhase()));
    }

    private String log(String pod) {
        return client.pods().inNamespace("default").withName(pod).getLog();
    }

    private static PodBuilder shell(String name, String script) {
        return pod(name, "local/sh:1")
                .editSpec()
                .withRestartPolicy("Never")
                .editContainer(0)
                .withArgs(script)
                .endContainer()
                .endSpec();
    }

    private static PodBuilder reader(String name) {
        return pod(name, "local/reader:1");
    }

    private static Volume volume(String yaml) {
        return Serialization.unmarshal("---\n" + yaml, Volume.class);
    }

    private static VolumeMount mount(String volume, String path) {
        return new io.fabric8.kubernetes.api.model.VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .build();
    }

    private void configMap(String name, Map<String, String> data) {
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withData(data)
                .build();
        client.resource(map).createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    private void secret(String name, Map<String, String> data) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }
}
