// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.ForkSpec;
import dev.spurline.Workload;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which workloads the Services of others lead to: for a Service, what to fork. */
public final class ServiceWorkloads {

    private final Survey survey;
    private final String namespace;
    private final List<BaselineWorkload> workloads;

    /** Looks at a namespace. */
    public ServiceWorkloads(Survey survey, String namespace) {
        this.survey = survey;
        this.namespace = namespace;
        BaselineFinder baselines = new BaselineFinder(survey);
        this.workloads = BaselineFinder.forkable(survey)
                .filter(object -> object.getMetadata().getNamespace().equals(namespace))
                .map(ServiceWorkloads::workload)
                .flatMap(workload -> baselines
                        .look(ForkSpec.of(workload).namespace(namespace).build())
                        .stream())
                .filter(baseline -> baseline.job().isEmpty())
                .toList();
    }

    private static String workload(HasMetadata object) {
        return object.getKind().toLowerCase(Locale.ROOT) + "/"
                + object.getMetadata().getName();
    }

    /** Returns the workloads behind each Service of the namespace, by its name; none where nothing can be forked. */
    public Map<String, List<Workload>> byService() {
        Map<String, List<Workload>> found = new LinkedHashMap<>();
        SpurlineLabels.foreign(survey.services(), namespace)
                .forEach(service -> found.put(service.getMetadata().getName(), behind(service)));
        return found;
    }

    private List<Workload> behind(Service service) {
        Optional<ForeignSelector> selecting = ForeignSelector.of(service);
        return workloads.stream()
                .filter(baseline -> selecting
                        .filter(found -> found.selector().selects(baseline.podLabels()))
                        .isPresent())
                .map(BaselineWorkload::workload)
                .toList();
    }
}
