// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.internal.explain.RequestExplainer;
import dev.spurline.internal.explain.RequestSurvey;
import dev.spurline.internal.reading.SurveyReader;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what decides about a request, and has it explained. */
final class RequestReading {

    private final SurveyReader reader;
    private final Settings settings;

    RequestReading(SurveyReader reader, Settings settings) {
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * Explains a request.
     *
     * @param home the namespace of Services that name none
     */
    Explanation explain(MeshRequest request, Supplier<String> home) {
        RequestSurvey needed = RequestSurvey.of(request, home);
        try {
            Survey read = reader.read(needed.namespace(), Set.of(), needed.callers());
            return RequestExplainer.explain(request, decided(read));
        } catch (KubernetesClientException e) {
            throw new SandboxException(
                    "Request [%s] could not be explained: %s".formatted(request, ErrorMessage.of(e)), e);
        }
    }

    /** Who has said by what requests are routed is not asked what mesh there is. */
    private Survey decided(Survey survey) {
        return RoutingChoice.of(Setting.ROUTING.in(settings))
                .mesh()
                .map(survey::with)
                .orElse(survey);
    }
}
