// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImagePullTests extends NodeTestCase {

    @BeforeAll
    void addImages() {
        images.inProcess("shop/pricing:*", container -> answering(8080, 200, "42"));
    }

    @Test
    void anUnknownImageIsPulledInVainAndBackedOff() {
        create(pod("noimg", "docker.io/local/nope:1"));

        Pod pod = awaitPod("noimg", "ImagePullBackOff", it -> isWaiting(it, "ImagePullBackOff"));

        String failure = "failed to pull and unpack image \"docker.io/local/nope:1\": "
                + "no image of the blueprint matches it; there are [shop/pricing:*]";
        assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(container(pod).getState().getWaiting().getMessage())
                .isEqualTo("Back-off pulling image \"docker.io/local/nope:1\": ErrImagePull: " + failure);
        awaitEvent("noimg", "Warning Failed Error: ImagePullBackOff");
        assertThat(events("noimg"))
                .containsExactly(
                        "Normal Pulling Pulling image \"docker.io/local/nope:1\"",
                        "Warning Failed Failed to pull image \"docker.io/local/nope:1\": " + failure,
                        "Warning Failed Error: ErrImagePull",
                        "Normal BackOff Back-off pulling image \"docker.io/local/nope:1\"",
                        "Warning Failed Error: ImagePullBackOff");
    }

    @Test
    void anImageThatMustNotBePulledIsNot() {
        create(pod("never", "docker.io/local/nope:2")
                .editSpec()
                .editContainer(0)
                .withImagePullPolicy("Never")
                .endContainer()
                .endSpec());

        Pod pod = awaitPod("never", "ErrImageNeverPull", it -> isWaiting(it, "ErrImageNeverPull"));

        assertThat(container(pod).getState().getWaiting().getMessage())
                .isEqualTo("Container image \"docker.io/local/nope:2\" is not present with pull policy of Never");
    }

    @Test
    void anUnreadableNameIsRefused() {
        create(pod("badname", "Bad Image:::"));

        Pod pod = awaitPod("badname", "InvalidImageName", it -> isWaiting(it, "InvalidImageName"));

        assertThat(container(pod).getState().getWaiting().getMessage())
                .isEqualTo(
                        "Failed to apply default image tag \"Bad Image:::\": couldn't parse image name \"Bad Image:::\": "
                                + "invalid reference format: repository name (library/Bad Image) must be lowercase");
    }
}
