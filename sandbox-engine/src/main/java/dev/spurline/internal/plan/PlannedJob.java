// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Workload;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.routing.TestMember;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The fork of a CronJob: what is made each time a run is asked for.
 *
 * @param workload the CronJob
 * @param container the container whose image and env are the fork's, whose log and exit code are the result
 * @param first the step that makes the first run
 * @param names the names of the sandbox's objects
 * @param changes every difference to the baseline, a sentence each
 */
public record PlannedJob(Workload workload, String container, PlanStep first, SandboxNames names, List<String> changes)
        implements PlannedCopy {

    /** Copies the list. */
    public PlannedJob {
        changes = List.copyOf(changes);
    }

    @Override
    public String namespace() {
        return first.object().getMetadata().getNamespace();
    }

    @Override
    public String name() {
        return first.object().getMetadata().getName();
    }

    /** Returns the image of the container. */
    public String image() {
        return job().getSpec().getTemplate().getSpec().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(container))
                .map(Container::getImage)
                .findFirst()
                .orElse("");
    }

    /** Returns the containers of the template: what else a pod has was injected, and may outlive them. */
    public List<String> containers() {
        return job().getSpec().getTemplate().getSpec().getContainers().stream()
                .map(Container::getName)
                .toList();
    }

    private Job job() {
        return (Job) first.object();
    }

    /**
     * Returns the step that makes a run.
     *
     * @param number which, from 1: each Job has a name of its own
     * @param test the test that asks for it, if that is known; its requests carry it as all of that test do
     */
    public PlanStep run(int number, Optional<TestMember> test) {
        String name = number == 1 ? name() : names.ofJob(workload.name(), "-" + number);
        Job next = new JobBuilder(job())
                .editMetadata()
                .withName(name)
                .endMetadata()
                .build();
        test.ifPresent(value -> count(next, value));
        return new PlanStep(first.wave(), next, first.sentence(), first.turn());
    }

    private void count(Job run, TestMember test) {
        run.getSpec().getTemplate().getSpec().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(container))
                .flatMap(candidate -> candidate.getEnv().stream())
                .filter(variable -> variable.getName().equals(RunOnce.BAGGAGE_VARIABLE))
                .forEach(variable -> variable.setValue(test.addedTo(variable.getValue())));
    }
}
