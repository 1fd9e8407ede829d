import express from 'express';
import mongoose from 'mongoose';

/**
 * What intake is measured against: Express, a JSON body, one mongoose `create` with the same write concern.
 * No identity, no validation, no encryption, no history.
 */
const [url, database, port] = process.argv.slice(2);
if (!url || !database || !port) throw new Error('usage: main.ts <mongodb url> <database> <port>');

await mongoose.connect(url, { dbName: database, writeConcern: { w: 'majority', j: true } });

const Material = new mongoose.Schema(
  { code: String, form: String, name: String, copies: Number, note: String },
  { _id: false },
);
const Filed = mongoose.model(
  'Filed',
  new mongoose.Schema({
    item: String,
    package: String,
    as: String,
    division: String,
    window: String,
    applicant: mongoose.Schema.Types.Mixed,
    form: mongoose.Schema.Types.Mixed,
    materials: [Material],
  }),
);

const app = express();
app.use(express.json({ limit: '256kb' }));
app.post('/cases', async (req, res) => {
  const { id } = await Filed.create(req.body);
  res.status(201).json({ id });
});
app.get('/ready', (_req, res) => {
  res.json({ ready: true });
});
app.listen(Number(port), '127.0.0.1');
