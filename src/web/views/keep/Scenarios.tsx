import { useState } from 'preact/hooks';
import type { ScenarioRequest, ScenariosResponse } from '../../../contract/scenarios';
import { MAX_SCENARIO_NAME } from '../../../contract/limits';
import { deleteJson, getJson, putJson } from '../../api/client';
import { Field } from '../../components/Field';
import { day } from '../../components/format';
import { FailureNote, Loading } from '../../components/Notes';
import { t } from '../../languages/speech';
import { useAnswer } from '../../state/useAnswer';

/** The server's scenarios: save the current one, open and delete others. */
export function Scenarios({ address }: { address: string }) {
  const [name, setName] = useState('');
  const [turn, setTurn] = useState(0);
  const [failure, setFailure] = useState<Error | null>(null);
  const [deleted, setDeleted] = useState<ScenarioRequest | null>(null);
  const { phase, value, error, retry } = useAnswer({
    key: `scenarios ${turn}`,
    ask: (signal) => getJson<ScenariosResponse>('/scenarios', signal),
    delay: 0,
  });
  const change = (asked: Promise<unknown>, then: () => void) => {
    setFailure(null);
    const changed = () => {
      then();
      setTurn((last) => last + 1);
    };
    void asked.then(changed, setFailure);
  };
  const save = (event: Event) => {
    event.preventDefault();
    change(putJson('/scenarios', { name: name.trim(), address }), () => setName(''));
  };
  const remove = ({ name, address }: ScenarioRequest) =>
    change(deleteJson(`/scenarios/${encodeURIComponent(name)}`), () => setDeleted({ name, address }));
  const replaces = value?.scenarios.some((scenario) => scenario.name === name.trim());
  if (phase === 'failed') return <FailureNote error={error} retry={retry} />;
  return (
    <>
      <form class="actions" onSubmit={save}>
        <Field
          label={t('keep.name')}
          hint={t('keep.nameHint')}
          control={(props) => (
            <input
              {...props}
              value={name}
              maxLength={MAX_SCENARIO_NAME}
              autocomplete="off"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        />
        <button type="submit" class="primary" disabled={name.trim() === ''}>
          {t(replaces ? 'keep.replace' : 'keep.save')}
        </button>
      </form>
      {failure && <FailureNote error={failure} />}
      <h3>{t('keep.kept')}</h3>
      {!value && <Loading what={t('keep.loading')} />}
      {value?.scenarios.length === 0 && <p class="figure-caption">{t('keep.none')}</p>}
      {deleted && (
        <p class="actions" role="status">
          <span>{t('keep.deleted', { name: deleted.name })}</span>
          <button
            type="button"
            class="quiet"
            onClick={() => change(putJson('/scenarios', deleted), () => setDeleted(null))}
          >
            {t('keep.undo')}
          </button>
        </p>
      )}
      <Kept scenarios={value?.scenarios ?? []} onDelete={remove} />
    </>
  );
}

interface KeptProps {
  scenarios: ScenariosResponse['scenarios'];
  onDelete: (scenario: ScenarioRequest) => void;
}

function Kept({ scenarios, onDelete }: KeptProps) {
  return (
    <ul class="kept" data-testid="kept">
      {scenarios.map((scenario) => (
        <li key={scenario.name}>
          <span>
            <a href={`#/${scenario.address}`} dir="auto">
              {scenario.name}
            </a>
            <small>
              {t('keep.from', { view: viewOf(scenario.address), day: day(scenario.saved.slice(0, 10)) })}
            </small>
          </span>
          <button
            type="button"
            class="quiet"
            aria-label={t('keep.deleteNamed', { name: scenario.name })}
            onClick={() => onDelete(scenario)}
          >
            {t('keep.delete')}
          </button>
        </li>
      ))}
    </ul>
  );
}

function viewOf(address: string): string {
  return address.startsWith('whatif') ? t('keep.view.whatif') : t('keep.view.new');
}
