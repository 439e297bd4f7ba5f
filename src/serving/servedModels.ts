import { messageOf } from '../common/thrown';
import { certain } from '../common/certain';
import { skuKey } from '../common/sku';
import { ShelfcastError } from '../contract/errors';
import type { Found } from '../contract/findings';
import type { ModelState } from '../contract/service';
import type { Engine } from '../engine/engine';
import { loadModel } from '../engine/loadModel';
import type { ModelDirectory } from '../engine/modelDirectory';
import type { Shop } from '../shop/shop';
import { isLocked, whenUnlocked } from '../registry/database/database';
import type { ModelRegistry, RegisteredModel } from '../registry/models/models';
import type { ServedEncoders } from './servedEncoders';
import { lastRead } from './lastRead';
import { type Lease, ServedModel } from './servedModel';

interface Place {
  serving: ServedModel | null;
  /** Why it does not serve, or why its last reload was refused. */
  reason: string | null;
  /** The same as codes. */
  reasons: readonly Found[];
}

/** The registered models: which of them serve, and the switch from one version to the next without a failed request. */
export class ServedModels {
  private readonly places = new Map<string, Place>();
  /** The model that answers requests which name none. */
  private activeName: string | undefined;
  /** The registry's active model that `activeName` stands in for; null if it is the active one. */
  private replaced: string | null = null;
  /** The registry's models. */
  private readonly registered: () => RegisteredModel[];
  private dataVersion: number | null = null;
  /** Loads run one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  /** Called before a model serves with its encoder. */
  onLoaded: (engine: Engine, model: ModelDirectory) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly encoders: ServedEncoders,
    private readonly registry: ModelRegistry,
    /** Makes a model the active one for everyone who shares the registry. */
    private readonly makeActive = (name: string): Promise<void> =>
      whenUnlocked(() => registry.activate(name)),
  ) {
    this.registered = lastRead(() => registry.list());
  }

  /** Loads every registered model. A refused model keeps its reason and does not affect the others. */
  async loadAll(): Promise<void> {
    for (const { name } of this.registered()) await this.load(name).catch(() => {});
  }

  /**
   * The named model, or the active one. Throws `unknown_model`, or `not_ready` with the reason why it does not serve.
   */
  lease(name: string | undefined): Lease {
    const wanted = name ?? this.active();
    if (wanted === undefined) throw new ShelfcastError('not_ready', 'No model is registered yet');
    const registered = name === undefined || this.registered().some((model) => model.name === wanted);
    if (!registered)
      throw new ShelfcastError('unknown_model', `There is no model '${wanted}'; see GET /models`);
    const place = this.places.get(wanted);
    if (!place?.serving) {
      throw new ShelfcastError('not_ready', place?.reason ?? `Model '${wanted}' is not loaded yet`);
    }
    return place.serving.lease();
  }

  /** The named model, or the active one, with its encoder, to inspect; null if it does not serve. */
  servingModel(name: string | undefined): Pick<Lease, 'model' | 'engine'> | null {
    const wanted = name ?? this.active();
    return (wanted !== undefined && this.places.get(wanted)?.serving) || null;
  }

  /** The shops of an encoder's served models, as they were at training. */
  snapshots(engine: Engine): Shop[] {
    const serving = [...this.places.values()].flatMap((place) => place.serving ?? []);
    return serving.flatMap((served) => (served.engine === engine ? (served.model.snapshot ?? []) : []));
  }

  /** Names of the models that serve with an encoder. */
  modelsOf(engine: Engine): string[] {
    return [...this.places].flatMap(([name, { serving }]) => (serving?.engine === engine ? name : []));
  }

  /** Names of the served models that were trained with a product. */
  trainedWith(sku: string): string[] {
    return [...this.places].flatMap(([name, { serving }]) =>
      serving?.model.analogs.some((entry) => skuKey(entry.sku) === sku) ? [name] : [],
    );
  }

  /** Codes, as `skuKey` gives them, of a served model's products; null if it does not serve or lists none. */
  productsOf(name: string): ReadonlySet<string> | null {
    const analogs = this.places.get(name)?.serving?.model.analogs ?? [];
    return analogs.length > 0 ? new Set(analogs.map(({ sku }) => skuKey(sku))) : null;
  }

  states(): ModelState[] {
    const activeName = this.active();
    return this.registered().map(({ name }) => {
      const place = this.places.get(name);
      const state = place?.serving ? 'serving' : place?.reason ? 'refused' : 'registered';
      return {
        name,
        active: name === activeName,
        state,
        reason: place?.reason ?? null,
        reasons: place?.reasons ?? [],
        manifest: place?.serving?.model.manifest ?? null,
        encoder: place?.serving?.engine.encoder.directory,
      };
    });
  }

  /** Why the active model's text-aware head runs after the encoder; null if one graph holds both. */
  twoRunsReason(): string | null {
    const active = this.active();
    const serving = active && this.places.get(active)?.serving;
    return serving ? serving.model.twoRunsReason : 'no model serves yet';
  }

  /** Makes a model the active one; loads it first if it does not serve. Throws `model_refused`. */
  async activate(name: string): Promise<ModelState> {
    if (!this.places.get(name)?.serving) await this.load(name);
    await this.makeActive(name);
    this.takeUp(name);
    return this.state(name);
  }

  /**
   * Follows changes by other programs that share the registry: loads models that they registered, unloads those that
   * they removed, and activates the one that they activated. Resolves to its name, or to null if it is unchanged.
   * Rejects if it cannot be loaded; the previous one then goes on serving.
   */
  async follow(): Promise<string | null> {
    try {
      const version = this.registry.dataVersion();
      if (version === this.dataVersion) return null;
      const wanted = this.registry.active()?.name;
      this.dataVersion = version;
      for (const { name } of this.registered())
        if (!this.places.has(name)) await this.load(name).catch(() => {});
      this.unloadForgotten();
      if (wanted === undefined || wanted === this.active() || wanted === this.replaced) return null;
      if (!this.places.get(wanted)?.serving) await this.load(wanted);
      this.takeUp(wanted);
      return wanted;
    } catch (error) {
      if (isLocked(error)) return null;
      throw error;
    }
  }

  /** Reads a model again and replaces the old version. Throws `model_refused`; the old version then goes on serving. */
  async reload(name: string): Promise<ModelState> {
    await this.load(name);
    if (name === this.replaced) this.takeUp(name);
    return this.state(name);
  }

  /**
   * Lets a model answer requests which name none, until the registry's active model is reloaded or another is
   * activated.
   */
  standIn(name: string): void {
    this.replaced = this.active() ?? null;
    this.activeName = name;
  }

  /** Unloads models that are no longer registered. */
  unloadForgotten(): void {
    const registered = new Set(this.registered().map(({ name }) => name));
    for (const [name, { serving }] of this.places) {
      if (registered.has(name) || name === this.activeName) continue;
      this.places.delete(name);
      serving?.retire();
    }
  }

  private takeUp(name: string): void {
    this.activeName = name;
    this.replaced = null;
  }

  private active(): string | undefined {
    return (this.activeName ??= this.registered().find(({ active }) => active)?.name);
  }

  private load(name: string): Promise<void> {
    const load = this.turn.then(() => this.loadNow(name));
    this.turn = load.catch(() => {});
    return load;
  }

  private async loadNow(name: string): Promise<void> {
    const registered = this.registered().find((model) => model.name === name);
    if (!registered)
      throw new ShelfcastError('unknown_model', `There is no model '${name}'; see GET /models`);
    const place = this.places.get(name) ?? { serving: null, reason: null, reasons: [] };
    this.places.set(name, place);
    try {
      const served = await this.loadFrom(registered.directory);
      const old = place.serving;
      place.serving = served;
      place.reason = null;
      place.reasons = [];
      old?.retire();
    } catch (error) {
      place.reason = messageOf(error);
      place.reasons = error instanceof ShelfcastError ? (error.options.reasons ?? []) : [];
      throw error;
    }
  }

  private async loadFrom(directory: string): Promise<ServedModel> {
    const engine = await this.encoders.take(directory);
    try {
      const model = await loadModel(engine, directory);
      await this.onLoaded(engine, model);
      return new ServedModel(model, engine, (served) => this.unload(served));
    } catch (error) {
      this.encoders.release(engine);
      throw error;
    }
  }

  private unload({ model, engine }: ServedModel): void {
    void engine.pool.unloadHeads(model.heads.key).finally(() => this.encoders.release(engine));
  }

  private state(name: string): ModelState {
    return certain(
      this.states().find((state) => state.name === name),
      `registered model '${name}'`,
    );
  }
}
